package dev.usher.recorder;

import dev.usher.kernel.PoeUri;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Payloads as bytes: what is neither a value of the JDK, nor a list, set or map, nor an enum, a record or an exception
 * is written as its class's name alone, and cannot be read back. Any thread.
 *
 * <p>Reading makes enums, records (by their constructor) and exceptions (from their message) and nothing else; whoever
 * replays a recording trusts it as he trusts the program.
 */
final class Values {

    /** Stands for what could not be written. */
    record Unknown(String type) {
        @Override
        public String toString() {
            return "a " + type + ", which a recording cannot hold";
        }
    }

    private static final int DEEPEST = 32;
    private static final int LARGEST = 1 << 24;

    // In the file: the numbers stay.
    private static final int NULL = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int INTEGER = 3;
    private static final int LONG = 4;
    private static final int STRING = 5;
    private static final int BYTES = 6;
    private static final int DOUBLE = 7;
    private static final int FLOAT = 8;
    private static final int SHORT = 9;
    private static final int BYTE = 10;
    private static final int CHARACTER = 11;
    private static final int LIST = 12;
    private static final int SET = 13;
    private static final int MAP = 14;
    private static final int OPTIONAL = 15;
    private static final int INSTANT = 16;
    private static final int DURATION = 17;
    private static final int ADDRESS = 18;
    private static final int SOCKET_ADDRESS = 19;
    private static final int UNIX_ADDRESS = 20;
    private static final int ENUM = 21;
    private static final int RECORD = 22;
    private static final int THROWABLE = 23;
    private static final int ARRAY = 24;
    private static final int BUFFER = 25;
    private static final int PATH = 26;
    private static final int UNKNOWN = 27;
    private static final int POE_URI = 28;

    private Values() {}

    /** A value by itself. */
    static byte[] bytes(Object value) {
        Output out = new Output();
        write(out, value);
        return Arrays.copyOf(out.array(), out.size());
    }

    /** A value that cannot be gone through, or has no end, is written as its class's name too. */
    static void write(Output out, Object value) {
        int before = out.size();
        try {
            write(out, value, 0);
        } catch (RuntimeException changedMeanwhile) {
            out.cut(before);
            unknown(out, value);
        }
    }

    private static void write(Output out, Object value, int depth) {
        if (depth > DEEPEST || out.size() > LARGEST) {
            throw new IllegalArgumentException("too deep, or too large");
        } else if (value == null) {
            out.octet(NULL);
        } else if (value instanceof String text) {
            out.octet(STRING);
            out.text(text);
        } else if (value instanceof byte[] bytes) {
            out.octet(BYTES);
            out.block(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            out.octet(BUFFER);
            out.block(buffer, buffer.position(), buffer.remaining());
        } else if (!simple(out, value) && !address(out, value)) {
            composed(out, value, depth + 1);
        }
    }

    private static boolean simple(Output out, Object value) {
        if (value instanceof Boolean bool) {
            out.octet(bool ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            tagged(out, INTEGER, number);
        } else if (value instanceof Long number) {
            tagged(out, LONG, number);
        } else if (value instanceof Double number) {
            tagged(out, DOUBLE, Double.doubleToRawLongBits(number));
        } else if (value instanceof Float number) {
            tagged(out, FLOAT, Float.floatToRawIntBits(number));
        } else if (value instanceof Short number) {
            tagged(out, SHORT, number);
        } else if (value instanceof Byte number) {
            tagged(out, BYTE, number);
        } else if (value instanceof Character letter) {
            tagged(out, CHARACTER, letter);
        } else if (value instanceof Instant instant) {
            tagged(out, INSTANT, instant.getEpochSecond());
            out.number(instant.getNano());
        } else if (value instanceof Duration duration) {
            tagged(out, DURATION, duration.getSeconds());
            out.number(duration.getNano());
        } else {
            return false;
        }
        return true;
    }

    private static void tagged(Output out, int tag, long number) {
        out.octet(tag);
        out.signed(number);
    }

    private static boolean address(Output out, Object value) {
        if (value instanceof InetAddress address) {
            out.octet(ADDRESS);
            inet(out, address);
        } else if (value instanceof InetSocketAddress address) {
            out.octet(SOCKET_ADDRESS);
            out.number(address.getPort());
            out.bool(address.isUnresolved());
            if (address.isUnresolved()) {
                out.text(address.getHostString());
            } else {
                inet(out, address.getAddress());
            }
        } else if (value instanceof UnixDomainSocketAddress unix) {
            out.octet(UNIX_ADDRESS);
            out.text(unix.getPath().toString());
        } else if (value instanceof PoeUri uri) {
            out.octet(POE_URI);
            out.text(uri.toString());
        } else if (value instanceof Path path) {
            out.octet(PATH);
            out.text(path.toString());
        } else {
            return false;
        }
        return true;
    }

    /** With its name, if it has one: asking for it would look it up. */
    private static void inet(Output out, InetAddress address) {
        String text = address.toString();
        out.text(text.substring(0, text.indexOf('/')));
        out.block(address.getAddress());
    }

    private static void composed(Output out, Object value, int depth) {
        if (value instanceof List<?> list) {
            all(out, LIST, list, depth);
        } else if (value instanceof Set<?> set) {
            all(out, SET, set, depth);
        } else if (value instanceof Map<?, ?> map) {
            out.octet(MAP);
            out.number(map.size());
            map.forEach((key, each) -> {
                write(out, key, depth);
                write(out, each, depth);
            });
        } else if (value instanceof Object[] array && array.getClass() == Object[].class) {
            all(out, ARRAY, Arrays.asList(array), depth);
        } else if (value instanceof Optional<?> optional) {
            out.octet(OPTIONAL);
            write(out, optional.orElse(null), depth);
        } else if (value instanceof Enum<?> constant) {
            out.octet(ENUM);
            out.text(constant.getDeclaringClass().getName());
            out.text(constant.name());
        } else if (value instanceof Throwable error) {
            out.octet(THROWABLE);
            out.text(error.getClass().getName());
            write(out, error.getMessage(), depth);
        } else if (value instanceof Record record) {
            record(out, record, depth);
        } else {
            unknown(out, value);
        }
    }

    private static void all(Output out, int tag, Collection<?> values, int depth) {
        out.octet(tag);
        out.number(values.size());
        values.forEach(each -> write(out, each, depth));
    }

    private static void record(Output out, Record record, int depth) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                values[i] = accessor.invoke(record);
            }
        } catch (ReflectiveOperationException | RuntimeException closed) {
            unknown(out, record);
            return;
        }
        out.octet(RECORD);
        out.text(record.getClass().getName());
        for (Object each : values) {
            write(out, each, depth);
        }
    }

    private static void unknown(Output out, Object value) {
        out.octet(UNKNOWN);
        out.text(value.getClass().getName());
    }

    /** Answers the value; what could not be written, or belongs to a class that is not here, is {@link Unknown}. */
    static Object read(Input in) {
        int tag = in.octet();
        return switch (tag) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case INTEGER -> (int) in.signed();
            case LONG -> in.signed();
            case DOUBLE -> Double.longBitsToDouble(in.signed());
            case FLOAT -> Float.intBitsToFloat((int) in.signed());
            case SHORT -> (short) in.signed();
            case BYTE -> (byte) in.signed();
            case CHARACTER -> (char) in.signed();
            case STRING -> in.text();
            case BYTES -> in.block();
            case BUFFER -> ByteBuffer.wrap(in.block());
            case INSTANT -> Instant.ofEpochSecond(in.signed(), in.number());
            case DURATION -> Duration.ofSeconds(in.signed(), in.number());
            case ADDRESS -> inet(in);
            case SOCKET_ADDRESS -> socketAddress(in);
            case UNIX_ADDRESS -> UnixDomainSocketAddress.of(in.text());
            case PATH -> Path.of(in.text());
            case POE_URI -> PoeUri.of(in.text());
            default -> composed(tag, in);
        };
    }

    private static Object composed(int tag, Input in) {
        return switch (tag) {
            case LIST -> all(in, new ArrayList<>());
            case SET -> all(in, new LinkedHashSet<>());
            case ARRAY -> all(in, new ArrayList<>()).toArray();
            case MAP -> map(in);
            case OPTIONAL -> Optional.ofNullable(read(in));
            case ENUM -> constant(in.text(), in.text());
            case RECORD -> record(in);
            case THROWABLE -> throwable(in.text(), (String) read(in));
            case UNKNOWN -> new Unknown(in.text());
            default -> throw new IllegalArgumentException("there is no kind " + tag + " of values");
        };
    }

    private static Collection<Object> all(Input in, Collection<Object> into) {
        for (int left = in.count(); left > 0; left--) {
            into.add(read(in));
        }
        return into;
    }

    private static Map<Object, Object> map(Input in) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int left = in.count(); left > 0; left--) {
            map.put(read(in), read(in));
        }
        return map;
    }

    private static InetAddress inet(Input in) {
        String name = in.text();
        try {
            return InetAddress.getByAddress(name.isEmpty() ? null : name, in.block());
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("an address of a wrong length", wrongLength);
        }
    }

    private static InetSocketAddress socketAddress(Input in) {
        int port = in.count();
        return in.bool() ? InetSocketAddress.createUnresolved(in.text(), port) : new InetSocketAddress(inet(in), port);
    }

    private static Class<?> type(String name, Class<?> wanted) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Class<?> type = Class.forName(name, false, loader == null ? Values.class.getClassLoader() : loader);
            return wanted.isAssignableFrom(type) ? type : null;
        } catch (ClassNotFoundException | LinkageError missing) {
            return null;
        }
    }

    private static Object constant(String type, String name) {
        Class<?> found = type(type, Enum.class);
        if (found != null && found.isEnum()) {
            for (Object each : found.getEnumConstants()) {
                if (((Enum<?>) each).name().equals(name)) {
                    return each;
                }
            }
        }
        return new Unknown(type + "." + name);
    }

    /** One whose class is not here takes its components along: what follows could not be read either. */
    private static Object record(Input in) {
        String name = in.text();
        Class<?> type = type(name, Record.class);
        if (type == null) {
            throw new IllegalArgumentException(
                    "there is no record " + name + " here: replay with the program's classes");
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            types[i] = components[i].getType();
            values[i] = read(in);
        }
        for (Object value : values) {
            if (value instanceof Unknown) {
                return new Unknown(name + " with " + value);
            }
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException | RuntimeException refused) {
            return new Unknown(name);
        }
    }

    static void failure(Output out, Throwable error) {
        out.text(error.getClass().getName());
        write(out, error.getMessage(), DEEPEST);
    }

    static Throwable failure(Input in) {
        return throwable(in.text(), (String) read(in));
    }

    /** Of the same class where that can be made from a message, else one that says which it was. */
    private static Throwable throwable(String name, String message) {
        Class<?> type = type(name, Throwable.class);
        if (type != null) {
            try {
                Constructor<?> constructor =
                        message == null ? type.getConstructor() : type.getConstructor(String.class);
                return (Throwable) constructor.newInstance(message == null ? new Object[0] : new Object[] {message});
            } catch (ReflectiveOperationException other) {
                // As below.
            }
        }
        return new IOException(name + (message == null ? "" : ": " + message));
    }
}
