/** What several components share. Not promised to anybody else. */
package dev.usher.component.internal;
