package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import dev.usher.benchmarks.measure.Options;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The peer of the HTTP benchmark: Netty's codec, a handler behind it that is shared, names and values as
 * {@code AsciiString}, a flush when a read is complete. One event loop, so one thread, accepts and serves.
 */
public final class NettyHttpServer extends ChannelInitializer<SocketChannel> {

    private static final AsciiString SERVER = AsciiString.cached("netty");
    private static final AsciiString LENGTH = AsciiString.cached("" + HttpScript.BODY.length());
    private static final AsciiString JSON_LENGTH = AsciiString.cached("" + HttpScript.JSON_BODY.length());
    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer().writeBytes(HttpScript.BODY.getBytes(StandardCharsets.US_ASCII)))
            .asReadOnly();

    private final Plaintext plaintext = new Plaintext();

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(arguments, "port", "0");
        NettyListener.run(options.number("port"), new NettyHttpServer());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), plaintext);
    }

    @Sharable
    private static final class Plaintext extends SimpleChannelInboundHandler<HttpObject> {

        private AsciiString date;
        private boolean renewing;

        /** In the one event loop: once now, and then every second. */
        void renew() {
            date = new AsciiString(RawNioHttpServer.date());
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!renewing) {
                renewing = true;
                renew();
                context.channel().eventLoop().scheduleAtFixedRate(this::renew, 1, 1, TimeUnit.SECONDS);
            }
            context.fireChannelActive();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpRequest request) {
                FullHttpResponse response = response(request);
                boolean keepAlive = HttpUtil.isKeepAlive(request);
                if (keepAlive) {
                    context.write(response, context.voidPromise());
                } else {
                    context.write(response).addListener(ChannelFutureListener.CLOSE);
                }
            }
        }

        private FullHttpResponse response(HttpRequest request) {
            boolean json = request.uri().equals(HttpScript.JSON_TARGET);
            if (!json && !request.uri().equals(HttpScript.TARGET)) {
                FullHttpResponse missing =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
                missing.headers().set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
                return missing;
            }
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.OK,
                    json ? Unpooled.wrappedBuffer(Json.bytes()) : BODY.duplicate());
            response.headers()
                    .set(
                            HttpHeaderNames.CONTENT_TYPE,
                            json ? HttpHeaderValues.APPLICATION_JSON : HttpHeaderValues.TEXT_PLAIN)
                    .set(HttpHeaderNames.CONTENT_LENGTH, json ? JSON_LENGTH : LENGTH)
                    .set(HttpHeaderNames.SERVER, SERVER)
                    .set(HttpHeaderNames.DATE, date);
            return response;
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
