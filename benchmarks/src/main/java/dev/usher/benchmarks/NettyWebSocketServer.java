package dev.usher.benchmarks;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/**
 * The peer of the WebSocket benchmark: Netty's protocol handler and an echo behind it, flushed when a read is complete.
 */
final class NettyWebSocketServer extends ChannelInitializer<SocketChannel> {

    private static final int LARGEST = 65_536;

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(arguments, "port", "0");
        NettyListener.run(options.number("port"), new NettyWebSocketServer());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(LARGEST),
                        new WebSocketServerProtocolHandler("/", null, false, LARGEST),
                        new Echo());
    }

    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            context.write(frame.retain(), context.voidPromise());
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
