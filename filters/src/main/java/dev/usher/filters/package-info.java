/** Filters for bytes, lines, blocks and records (POE::Filter). A filter does no input or output and knows no kernel. */
package dev.usher.filters;
