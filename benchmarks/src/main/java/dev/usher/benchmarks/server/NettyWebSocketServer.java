package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.WebSocketScript;
import dev.usher.benchmarks.measure.Options;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * The peer of the WebSocket benchmark: Netty's protocol handler and an echo behind it, flushed when a read is complete.
 */
public final class NettyWebSocketServer extends ChannelInitializer<SocketChannel> {

    private static final int LARGEST = 65_536;
    private static final int LEVEL = 6;
    private static final int LARGEST_WINDOW = 15;

    private final ChannelGroup room; // or null

    private final boolean deflate;

    private NettyWebSocketServer(ChannelGroup room, boolean deflate) {
        this.room = room;
        this.deflate = deflate;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(arguments, "port", "0", "to", WebSocketScript.ONE, "deflate", "");
        ChannelGroup room = options.text("to").equals(WebSocketScript.ALL)
                ? new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE)
                : null;
        NettyListener.run(
                options.number("port"),
                new NettyWebSocketServer(room, !options.text("deflate").isEmpty()));
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST));
        if (deflate) {
            channel.pipeline()
                    .addLast(new WebSocketServerExtensionHandler(new PerMessageDeflateServerExtensionHandshaker(
                            LEVEL, false, LARGEST_WINDOW, true, true, 2 * LARGEST)));
        }
        channel.pipeline()
                .addLast(
                        new WebSocketServerProtocolHandler("/", null, deflate, LARGEST),
                        room == null ? new Echo() : new Broadcast(room));
    }

    private static final class Broadcast extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final ChannelGroup room;

        Broadcast(ChannelGroup room) {
            this.room = room;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                room.add(context.channel());
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            room.writeAndFlush(frame.retain(), channel -> true, true);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
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
