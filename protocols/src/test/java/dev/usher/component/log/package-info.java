/** Logging as tests see it. */
package dev.usher.component.log;
