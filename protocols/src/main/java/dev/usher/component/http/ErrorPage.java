package dev.usher.component.http;

import dev.usher.filters.http.Status;

/** The page that tells a person of an error. Stateless. */
final class ErrorPage {
    private ErrorPage() {}

    static String of(int status, String text) {
        String title = status + " " + Status.reason(status);
        return "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1><p>"
                + escape(text) + "</p></body></html>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
