package dev.usher.examples.webchat;

/**
 * A visitor as others see one. Immutable.
 *
 * @param id the same under every name
 * @param nick the name
 */
record Person(String id, String nick) {}
