/**
 * WebSocket without I/O (RFC 6455, RFC 7692): bytes in a window become messages and control frames, and back.
 *
 * <p>Reading order: {@link dev.usher.filters.websocket.WebSocketPart} and its kinds;
 * {@link dev.usher.filters.websocket.FrameReader} and what it is made of in the order of the wire: FrameHeader,
 * MessageReader with WholeMessages and StreamedMessages, Mask, Utf8Check, MessageInflater; then
 * {@link dev.usher.filters.websocket.FrameWriter} with FrameHead and MessageDeflater; what goes wrong,
 * {@link dev.usher.filters.websocket.WebSocketException} and {@link dev.usher.filters.websocket.CloseCode}. This
 * package knows the contract in {@link dev.usher.filter} and the heads of HTTP: no kernel, no socket, no clock, no
 * randomness.
 */
package dev.usher.filters.websocket;
