/** What all components have in common. */
package dev.usher.component;
