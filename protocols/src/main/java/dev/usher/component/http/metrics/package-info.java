/** What a server does, in figures for Prometheus. Needs the Prometheus client library, which Usher does not bring. */
package dev.usher.component.http.metrics;
