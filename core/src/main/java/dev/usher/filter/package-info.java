/**
 * The contract between a wheel and a protocol: bytes in a window become items, items become bytes.
 *
 * <p>Reading order: {@link dev.usher.filter.Filter}, its two halves {@link dev.usher.filter.InputFilter} and
 * {@link dev.usher.filter.OutputFilter}, then what they work on, {@link dev.usher.filter.Input} and
 * {@link dev.usher.filter.Output}. {@link dev.usher.filter.Decoder} and {@link dev.usher.filter.Encoder} use a filter
 * without a wheel. This package knows no kernel and no socket.
 */
package dev.usher.filter;
