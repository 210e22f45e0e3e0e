/**
 * Bayeux messages without I/O (Bayeux 1.0): JSON becomes immutable messages, and messages become bytes that any number
 * of receivers may share.
 *
 * <p>Reading order: {@link dev.usher.filters.bayeux.BayeuxMessage} with {@link dev.usher.filters.bayeux.Json}, its
 * values as they came; {@link dev.usher.filters.bayeux.MessageReader}, {@link dev.usher.filters.bayeux.MessageBuilder};
 * {@link dev.usher.filters.bayeux.ChannelName}, {@link dev.usher.filters.bayeux.Advice} and
 * {@link dev.usher.filters.bayeux.BayeuxError}.
 */
package dev.usher.filters.bayeux;
