package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * The peer of the wire benchmarks: a line echo on Netty, put together as its documentation advises (handlers shared
 * where they keep nothing, a flush when a read is complete). One event loop, so one thread, accepts and serves.
 */
public final class NettyEchoServer {

    private static final int LONGEST_LINE = 65_536;

    private NettyEchoServer() {}

    public static void main(String[] arguments) throws InterruptedException, SSLException {
        Options options = Options.of(arguments, "port", "0", "cert", "", "key", "");
        NettyListener.run(options.number("port"), new Pipeline(tls(options)));
    }

    /** By the JDK's engine; null for plain text. */
    private static SslContext tls(Options options) throws SSLException {
        return options.text("cert").isEmpty()
                ? null
                : SslContextBuilder.forServer(new File(options.text("cert")), new File(options.text("key")))
                        .sslProvider(SslProvider.JDK)
                        .build();
    }

    private static final class Pipeline extends ChannelInitializer<SocketChannel> {

        private final StringDecoder decoder = new StringDecoder(StandardCharsets.ISO_8859_1);
        private final StringEncoder encoder = new StringEncoder(StandardCharsets.ISO_8859_1);
        private final Echo echo = new Echo();
        private final SslContext tls; // or null

        Pipeline(SslContext tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(new LineBasedFrameDecoder(LONGEST_LINE, true, true), decoder, encoder, echo);
        }
    }

    @Sharable
    private static final class Echo extends SimpleChannelInboundHandler<String> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, String line) {
            context.write(line + "\r\n", context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
