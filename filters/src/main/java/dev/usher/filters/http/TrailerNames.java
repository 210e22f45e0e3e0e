package dev.usher.filters.http;

/** Which fields may be sent behind content (RFC 9110 §6.5.1). Stateless. */
final class TrailerNames {
    private static final FieldName[] FORBIDDEN = {
        FieldName.TRANSFER_ENCODING,
        FieldName.CONTENT_LENGTH,
        FieldName.HOST,
        FieldName.CONNECTION,
        FieldName.TRAILER,
        FieldName.TE,
        FieldName.UPGRADE,
        FieldName.EXPECT,
        FieldName.CONTENT_ENCODING,
        FieldName.CONTENT_TYPE,
        FieldName.CONTENT_RANGE,
        FieldName.AUTHORIZATION,
        FieldName.SET_COOKIE
    };

    private TrailerNames() {}

    static void check(Fields fields) {
        for (FieldName name : FORBIDDEN) {
            if (fields.contains(name)) {
                throw Fault.ours(name + " must not be sent behind the content, where it comes too late");
            }
        }
    }
}
