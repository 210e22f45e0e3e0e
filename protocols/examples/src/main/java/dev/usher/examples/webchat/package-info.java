/**
 * The rooms of the {@code web-chat} example. Reading order: RoomKeeper is the session that all of it belongs to; Room,
 * its History of Sayings; GuestBook, its Visitors, each with an Allowance; Names says what they may be called; Enter,
 * Join and Say are what a page asks for, and Refusal is the answer when it may not; ChatPage serves the page itself.
 */
package dev.usher.examples.webchat;
