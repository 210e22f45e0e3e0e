package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.ssl.SslContext;
import javax.net.ssl.SSLException;

/**
 * The peer of the benchmark of large records: Netty's decoder of frames of a fixed length, or none, and each buffer
 * written back as it is. One event loop, so one thread, accepts and serves.
 */
public final class NettyBlockServer extends ChannelInitializer<SocketChannel> {

    private final Echo echo = new Echo();
    private final int block;
    private final SslContext tls; // or null

    private NettyBlockServer(int block, SslContext tls) {
        this.block = block;
        this.tls = tls;
    }

    public static void main(String[] arguments) throws InterruptedException, SSLException {
        Options options = Options.of(arguments, "port", "0", "block", "0", "cert", "", "key", "");
        NettyListener.run(
                options.number("port"), new NettyBlockServer(options.number("block"), NettyListener.tls(options)));
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        if (block > 0) {
            channel.pipeline().addLast(new FixedLengthFrameDecoder(block));
        }
        channel.pipeline().addLast(echo);
    }

    @Sharable
    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            context.write(bytes, context.voidPromise());
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
