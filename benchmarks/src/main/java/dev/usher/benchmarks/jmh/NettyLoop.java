package dev.usher.benchmarks.jmh;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One event loop of Netty on its own thread, as a baseline. Used by the benchmark's thread. */
final class NettyLoop implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    final EventLoop loop = group.next();

    /** Does something in the loop's thread and waits for it. */
    <T> T inLoop(Callable<T> work) throws InterruptedException, ExecutionException {
        return loop.submit(work).get();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
