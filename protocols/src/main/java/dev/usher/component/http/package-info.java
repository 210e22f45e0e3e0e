/** The HTTP/1.1 server: handlers by pattern, as events of any session or as code (POEx::HTTP::Server). */
package dev.usher.component.http;
