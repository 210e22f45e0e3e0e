package dev.usher.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5952's rules, by its own examples. */
class Ipv6TextTest {
    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1", // §2.1, 4.2.1
        "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // §4.2.2: one group is not shortened
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // §4.2.3: the longest run
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", // §4.2.3: the first of equals
        "2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1", // §4.1
        "2001:DB8:0:0:0:0:0:ABCD, 2001:db8::abcd", // §4.3
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:1:0:0:0:0:0, 0:0:1::",
        "0:1:2:3:4:5:6:0, 0:1:2:3:4:5:6:0",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4"
    })
    void shouldWriteTheShortestText(String given, String shortest) throws UnknownHostException {
        byte[] address = InetAddress.getByName(given).getAddress();

        assertEquals(shortest, Ipv6Text.shortest(address));
    }

    @Test
    void shouldKeepTheZone() throws UnknownHostException {
        byte[] address = InetAddress.getByName("fe80::1").getAddress();
        InetAddress scoped = Inet6Address.getByAddress(null, address, 3);

        assertEquals("fe80::1%3", new Opened(null, new InetSocketAddress(scoped, 1)).remoteIp());
    }
}
