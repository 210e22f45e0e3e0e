package dev.usher.examples;

import dev.usher.component.tcp.TcpConnection;
import dev.usher.component.tcp.TcpServer;
import dev.usher.kernel.Call;
import dev.usher.kernel.Child;
import dev.usher.kernel.Context;
import dev.usher.kernel.Event;
import dev.usher.kernel.Kernel;
import dev.usher.kernel.Postback;
import dev.usher.kernel.PostbackArgs;
import dev.usher.kernel.RemovedAlarm;
import dev.usher.kernel.SignalInfo;
import dev.usher.kernel.States;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code src/main/perl/jobs.pl}, a job queue with workers, handler by handler. */
final class PortedJobs {
    static final List<Option> OPTIONS = List.of(Option.number("port", 7030, 0, 65_535));

    private static final int WORKERS = 2;
    private static final Pattern JOB = Pattern.compile("(\\w+) (\\d{1,9})");
    private static final Pattern CANCEL_JOB = Pattern.compile("cancel (\\d{1,9})");

    /** What a client asks for. */
    private record Wanted(String word, long ms, Postback done) {}

    private record Job(int number, Wanted wanted) {}

    private record Result(Job job, String word, String worker) {}

    private record Worker(long id, String name) {}

    // the queue's
    private static final Call<Wanted, Integer> ADD = Call.named("add", Wanted.class, Integer.class);
    private static final Event<Void> NEXT = Event.named("next");
    private static final Event<Result> DONE = Event.named("done", Result.class);
    private static final Call<Integer, Boolean> CANCEL = Call.named("cancel", Integer.class, Boolean.class);
    private static final Call<Void, String> STATE = Call.answering("state", String.class);
    private static final Event<SignalInfo> CLOSE = Event.named("close", SignalInfo.class);

    // a worker's
    private static final Event<Job> WORK = Event.named("work", Job.class);
    private static final Event<Job> FINISH = Event.named("finish", Job.class);
    private static final Event<Void> GIVE_UP = Event.named("give up");
    private static final Event<Void> DISMISS = Event.named("dismiss");

    // a connection's
    private static final Event<PostbackArgs> FINISHED = Event.named("finished", PostbackArgs.class);

    private PortedJobs() {}

    /** The queue gives jobs to workers in the order in which they came. */
    private static final class JobQueue {
        static final States<JobQueue> STATES = States.of(JobQueue.class)
                .start(JobQueue::start)
                .child(JobQueue::child)
                .answer(ADD, JobQueue::add)
                .on(NEXT, JobQueue::next)
                .on(DONE, JobQueue::done)
                .answer(CANCEL, JobQueue::cancel)
                .answer(STATE, (queue, poe) -> queue.jobs.size() + " waiting, " + queue.free.size() + " free")
                .on(CLOSE, JobQueue::close);

        private final Queue<Job> jobs = new ArrayDeque<>();
        private final Queue<Worker> free = new ArrayDeque<>();
        private final Map<Integer, Long> busy = new HashMap<>(); // worker's session id by job's number
        private int last;

        private void start(Context poe) {
            poe.aliasSet("queue");
            poe.sig("TERM", CLOSE);
            for (int i = 1; i <= WORKERS; i++) {
                poe.create(Employee.STATES, new Employee("worker " + i));
            }
        }

        /** A worker was made, or has ended. */
        private void child(Context poe, Child child) {
            if (child.reason() == Child.Reason.CREATE) {
                free.add(new Worker(child.session().id(), (String) child.result()));
            }
        }

        /** Answers the job's number. The postback tells the client, whoever that is. */
        private int add(Context poe, Wanted wanted) {
            jobs.add(new Job(++last, wanted));
            poe.yield(NEXT);
            return last;
        }

        private void next(Context poe) {
            while (!jobs.isEmpty() && !free.isEmpty()) {
                Job job = jobs.remove();
                long worker = free.remove().id();
                busy.put(job.number(), worker);
                poe.post(worker, WORK, job);
            }
        }

        private void done(Context poe, Result result) {
            Job job = result.job();
            busy.remove(job.number());
            job.wanted().done().post(job.number(), result.word(), result.worker());
            free.add(new Worker(poe.sender().id(), result.worker()));
            poe.yield(NEXT);
        }

        /** Answers whether somebody works at it. */
        private boolean cancel(Context poe, int number) {
            Long worker = busy.get(number);
            return worker != null && poe.post(worker, GIVE_UP);
        }

        private void close(Context poe, SignalInfo info) {
            poe.aliasRemove("queue");
            free.forEach(worker -> poe.call(worker.id(), DISMISS));
            poe.post("server", TcpServer.SHUTDOWN);
            poe.sig("TERM");
            poe.sigHandled();
        }
    }

    /** A worker is held by a reference of the queue's making, and works by a timer. */
    private static final class Employee {
        static final States<Employee> STATES = States.of(Employee.class)
                .answerStart((worker, poe, arguments) -> {
                    poe.refcountIncrement(poe.session().id(), "employed");
                    return worker.name;
                })
                .on(WORK, Employee::work)
                .on(FINISH, Employee::finish)
                .on(GIVE_UP, Employee::giveUp)
                .on(
                        DISMISS,
                        (worker, poe) -> poe.refcountDecrement(poe.session().id(), "employed"));

        private final String name;
        private long timer; // 0 while there is nothing to do

        Employee(String name) {
            this.name = name;
        }

        private void work(Context poe, Job job) {
            timer = poe.delaySet(FINISH, Duration.ofMillis(job.wanted().ms()), job);
        }

        private void finish(Context poe, Job job) {
            timer = 0;
            String word = new StringBuilder(job.wanted().word()).reverse().toString();
            poe.post("queue", DONE, new Result(job, word, name));
        }

        private void giveUp(Context poe) {
            if (timer != 0) {
                RemovedAlarm removed = poe.alarmTake(timer).value();
                timer = 0;
                poe.post("queue", DONE, new Result((Job) removed.payload(), "cancelled", name));
            }
        }
    }

    private static void heard(TcpConnection<Void, String, String> client, Context poe, String line) {
        Matcher job = JOB.matcher(line);
        Matcher cancel = CANCEL_JOB.matcher(line);
        if (line.equals("state")) {
            client.put(poe.call("queue", STATE, null));
        } else if (line.equals("quit")) {
            poe.yield(TcpServer.SHUTDOWN);
        } else if (cancel.matches()) {
            if (!poe.callOr("queue", CANCEL, Integer.valueOf(cancel.group(1)), false)) {
                client.put("nobody works at job " + cancel.group(1));
            }
        } else if (job.matches()) {
            Postback done =
                    poe.postbackOnce(FINISHED, job.group(1)); // Java does not see it forgotten: it closes itself
            int number = poe.call("queue", ADD, new Wanted(job.group(1), Long.parseLong(job.group(2)), done));
            client.put("job " + number + " is " + job.group(1));
        } else {
            client.put("say WORD MILLISECONDS, cancel NUMBER, state or quit");
        }
    }

    private static void finished(TcpConnection<Void, String, String> client, PostbackArgs told) {
        List<Object> given = told.given();
        client.put(
                "job " + given.get(0) + ": " + told.fixed().get(0) + " is " + given.get(1) + ", says " + given.get(2));
    }

    static void start(Kernel kernel, int port, PrintStream out) {
        kernel.create(JobQueue.STATES, new JobQueue());
        TcpServer.at(port)
                .alias("server")
                .address("127.0.0.1")
                .started((listener, poe) -> out.println("listening on 127.0.0.1:" + listener.port()))
                .clientInput(PortedJobs::heard)
                .on(FINISHED, (client, poe, told) -> finished(client, told))
                .start(kernel);
    }

    static int run(Arguments arguments, PrintStream out, PrintStream err) {
        Kernel kernel = new Kernel();
        start(kernel, arguments.number("port"), out);
        kernel.run();
        return 0;
    }
}
