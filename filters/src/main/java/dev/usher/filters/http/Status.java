package dev.usher.filters.http;

/** Status codes and their reason phrases (RFC 9110 §15 and the registry). Stateless. */
public final class Status {
    private static final int LEAST = 100;
    private static final int MOST = 599;
    private static final String[] REASONS = new String[MOST + 1];
    private static final byte[][] LINES = new byte[MOST + 1][];

    static {
        known(100, "Continue", 101, "Switching Protocols", 102, "Processing", 103, "Early Hints");
        known(200, "OK", 201, "Created", 202, "Accepted", 203, "Non-Authoritative Information");
        known(204, "No Content", 205, "Reset Content", 206, "Partial Content", 207, "Multi-Status");
        known(208, "Already Reported", 226, "IM Used");
        known(300, "Multiple Choices", 301, "Moved Permanently", 302, "Found", 303, "See Other");
        known(304, "Not Modified", 305, "Use Proxy", 307, "Temporary Redirect", 308, "Permanent Redirect");
        known(400, "Bad Request", 401, "Unauthorized", 402, "Payment Required", 403, "Forbidden");
        known(404, "Not Found", 405, "Method Not Allowed", 406, "Not Acceptable");
        known(407, "Proxy Authentication Required", 408, "Request Timeout", 409, "Conflict", 410, "Gone");
        known(411, "Length Required", 412, "Precondition Failed", 413, "Content Too Large", 414, "URI Too Long");
        known(415, "Unsupported Media Type", 416, "Range Not Satisfiable", 417, "Expectation Failed");
        known(421, "Misdirected Request", 422, "Unprocessable Content", 423, "Locked", 424, "Failed Dependency");
        known(425, "Too Early", 426, "Upgrade Required", 428, "Precondition Required", 429, "Too Many Requests");
        known(431, "Request Header Fields Too Large", 451, "Unavailable For Legal Reasons");
        known(500, "Internal Server Error", 501, "Not Implemented", 502, "Bad Gateway");
        known(503, "Service Unavailable", 504, "Gateway Timeout", 505, "HTTP Version Not Supported");
        known(506, "Variant Also Negotiates", 507, "Insufficient Storage", 508, "Loop Detected");
        known(511, "Network Authentication Required");
    }

    private Status() {}

    private static void known(Object... codesAndReasons) {
        for (int i = 0; i < codesAndReasons.length; i += 2) {
            int code = (Integer) codesAndReasons[i];
            REASONS[code] = (String) codesAndReasons[i + 1];
            LINES[code] = Octets.bytes("HTTP/1.1 " + code + " " + REASONS[code] + "\r\n");
        }
    }

    /**
     * @param code of a status
     * @return its registered reason phrase, empty if it has none
     */
    public static String reason(int code) {
        return code < 0 || code > MOST || REASONS[code] == null ? "" : REASONS[code];
    }

    /** The status line, kept for the registered codes. */
    static byte[] line(int code) {
        byte[] line = LINES[code];
        return line != null ? line : Octets.bytes("HTTP/1.1 " + code + " \r\n");
    }

    static int check(int code) {
        if (code < LEAST || code > MOST) {
            throw Fault.ours("a status code is " + LEAST + " to " + MOST + ", not " + code + " (RFC 9110 §15)");
        }
        return code;
    }

    /** Whether a response of this code has no content, whatever the request was (RFC 9112 §6.3, rule 1). */
    static boolean isBare(int code) {
        return code < 200 || code == 204 || code == 304;
    }
}
