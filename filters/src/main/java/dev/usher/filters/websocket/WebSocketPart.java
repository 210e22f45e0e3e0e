package dev.usher.filters.websocket;

/**
 * What a connection carries: messages, whole or in parts, and control frames (RFC 6455 §5). A {@link FrameReader} gives
 * them, a {@link FrameWriter} takes them.
 *
 * <p>The views that a reader gives are used again for what comes next; each says how long it may be kept.
 */
public sealed interface WebSocketPart permits Payload, Close, EncodedMessage {}
