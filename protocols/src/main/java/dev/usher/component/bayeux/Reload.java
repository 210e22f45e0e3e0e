package dev.usher.component.bayeux;

/**
 * What a client that ends without a goodbye leaves to the one that takes its place, as a page does that is loaded
 * again.
 *
 * @param clientId its id
 * @param acknowledges whether it says what it got
 * @param acknowledged the number of the answer that it got last
 * @param lastId the id of its latest message
 */
public record Reload(String clientId, boolean acknowledges, long acknowledged, long lastId) {}
