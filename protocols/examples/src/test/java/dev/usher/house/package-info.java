/**
 * The rules of the repository as a whole, held by reading its sources. They live in the last module but one because no
 * other sees them all without being seen by them; they read files and use none of the classes.
 */
package dev.usher.house;
