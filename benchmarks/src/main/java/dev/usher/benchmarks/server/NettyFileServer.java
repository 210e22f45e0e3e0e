package dev.usher.benchmarks.server;

import dev.usher.benchmarks.measure.Options;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Instant;

/**
 * The peer of the benchmark of files, in the way of the server of files among Netty's own examples: requests are
 * aggregated, each opens its file, says {@code Date} and {@code Last-Modified}, and has a {@link DefaultFileRegion}
 * sent. One event loop, so one thread, accepts and serves.
 */
public final class NettyFileServer extends ChannelInitializer<SocketChannel> {

    private static final int MOST_CONTENT = 65_536;

    private final File folder;

    private NettyFileServer(File folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(arguments, "port", "0", "folder", ".");
        NettyListener.run(options.number("port"), new NettyFileServer(new File(options.text("folder"))));
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST_CONTENT), new Files());
    }

    private final class Files extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
            String path = new QueryStringDecoder(request.uri()).path();
            File file = new File(folder, path);
            if (path.contains("..") || file.isHidden() || !file.isFile()) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND))
                        .addListener(ChannelFutureListener.CLOSE);
                return;
            }
            RandomAccessFile opened = new RandomAccessFile(file, "r");
            long length = opened.length();
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            HttpUtil.setContentLength(response, length);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain")
                    .set(HttpHeaderNames.DATE, RawNioHttpServer.date())
                    .set(
                            HttpHeaderNames.LAST_MODIFIED,
                            RawNioHttpServer.date(Instant.ofEpochMilli(file.lastModified())));
            boolean keepAlive = HttpUtil.isKeepAlive(request);
            context.write(response, context.voidPromise());
            context.write(new DefaultFileRegion(opened.getChannel(), 0, length), context.voidPromise());
            ChannelFuture last = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            if (!keepAlive) {
                last.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
