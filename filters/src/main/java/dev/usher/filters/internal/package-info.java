/** What several filters share. Not promised to anybody else. */
package dev.usher.filters.internal;
