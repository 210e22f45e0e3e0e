package dev.usher.transcripts;

import dev.usher.kernel.Errno;
import dev.usher.kernel.Event;
import dev.usher.kernel.Outcome;
import dev.usher.kernel.Session;
import dev.usher.network.Link;
import dev.usher.network.StreamLink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the verbs answer when something is missing or somebody else's. */
@Difference(
        part = Part.KERNEL,
        poe = "verbs of timers answer 0, or EINVAL where an argument is missing",
        usher = "they answer nothing; a missing argument is an exception",
        because = "it is never expected, but a fault of the program")
final class T02 extends Port {
    static final Event<Void> X = Event.named("x");
    static final Event<Void> NO_SUCH_STATE = Event.named("nosuchstate");
    static final Event<Void> DYN = Event.named("dyn");
    static final Event<Void> DD = Event.named("dd");
    static final Event<Void> AA = Event.named("aa");

    @Override
    void program() throws Exception {
        StreamLink unwatched = sockets.pair().a();
        S("A", a -> {
            a.start((heap, poe) -> {
                boolean posted = poe.post("nobody", X);
                L(
                        "post missing ->",
                        posted ? 1 : UNDEF,
                        "errno",
                        reached(posted).number(),
                        reached(posted).text());
                Object answer = poe.call("nobody", X);
                L(
                        "call missing list count",
                        bit(answer != null),
                        "errno",
                        reached(poe.aliasResolve("nobody")).number());
                answer = poe.call(poe.session(), NO_SUCH_STATE);
                L(
                        "call unknown state ->",
                        answer,
                        "errno after",
                        reached(poe.session().isAlive()).number());
                posted = poe.post(poe.session(), NO_SUCH_STATE);
                L(
                        "post to unknown state ->",
                        done(posted),
                        "errno",
                        reached(posted).number());
                posted = poe.signal("nobody", "X");
                L("signal missing ->", done(posted), "errno", reached(posted).number());
                L("alias_set ->", poe.aliasSet("a1").number());
                L("alias_set again same session ->", poe.aliasSet("a1").number());
                L("alias_set second ->", poe.aliasSet("a0").number());
                L(
                        "alias_list list:",
                        String.join(",", poe.aliasList()),
                        "scalar:",
                        poe.aliasList().get(0));
                L("alias_remove missing ->", poe.aliasRemove("zzz").number());
                Optional<Session> zzz = poe.aliasResolve("zzz");
                L("alias_resolve missing ->", zzz.orElse(null), "errno", Errno.NONE.number()); // it tells no reason
                L(
                        "alias_resolve by id ->",
                        nm(poe.aliasResolve("" + poe.session().id()).orElse(null)));
                L(
                        "alias_list missing count",
                        zzz.map(poe::aliasList)
                                .map(Outcome::value)
                                .orElse(List.of())
                                .size(),
                        "errno",
                        reached(zzz).number());
                S(
                        "B",
                        b -> b.answerStart((none, inB) -> {
                            L(
                                    "B alias_set taken ->",
                                    inB.aliasSet("a1").number(),
                                    "(EEXIST=" + Errno.EEXIST.number() + ")");
                            L(
                                    "B alias_remove foreign ->",
                                    inB.aliasRemove("a1").number(),
                                    "(EPERM=" + Errno.EPERM.number() + ")");
                            return 1;
                        }));
                Optional<Session> none = poe.idToSession(9999);
                L(
                        "ID_id_to_session 9999 ->",
                        found(none),
                        "errno",
                        reached(none).number());
                none = poe.aliasResolve("bogus"); // sessionToId is asked of sessions only
                L(
                        "ID_session_to_id bogus ->",
                        found(none.map(Session::id)),
                        "errno",
                        reached(none).number());
                L(
                        "kernel id resolves to kernel:",
                        bit(nm(poe.idToSession(0).orElse(null)).equals("KERNEL")));
                Outcome<Integer> count = poe.refcountIncrement(9999, "t");
                L(
                        "refcount_increment missing ->",
                        value(count),
                        "errno",
                        count.errno().number());
                long me = poe.session().id();
                L(
                        "refcount_inc ->",
                        value(poe.refcountIncrement(me, "t")),
                        value(poe.refcountIncrement(me, "t")),
                        "dec ->",
                        value(poe.refcountDecrement(me, "t")),
                        value(poe.refcountDecrement(me, "t")));
                L(
                        "state() add ->",
                        poe.state(DYN, (ours, inDyn) -> L("dyn called")).number());
                poe.yield(DYN);
                L(
                        "alarm(undef) ->",
                        result(() -> poe.alarm(null, time(), null)),
                        "delay(undef) ->",
                        result(() -> poe.delay(null, Duration.ZERO)),
                        "alarm_add(undef time) ->",
                        result(() -> poe.alarmAdd(X, null)),
                        "EINVAL=" + Errno.EINVAL.number());
                L("alarm_set undef ->", result(() -> poe.alarmSet(X, null, null)));
                L("alarm_remove 99999 ->", errno(poe.alarmRemove(99999)));
                L(
                        "alarm_adjust 99999 ->",
                        errno(poe.alarmAdjust(99999, Duration.ofSeconds(1)).errno()));
                L("detach_child(not child) ->", errno(zzz.map(poe::detachChild).orElse(Errno.ESRCH)));
                L("detach_myself from kernel ->", errno(poe.detachMyself()));
                L(
                        "delay returns",
                        result(() -> poe.delay(DD, seconds(0.01))),
                        "alarm returns",
                        result(() -> poe.alarm(AA, time().plusSeconds(100), null)));
                poe.alarmClear(AA);
                L("select_pause_read unwatched ->", bit(poe.selectPause(unwatched, Link.READ)));
            });
            a.on(DD, (heap, poe) -> L("dd fired"));
        });
        kernel.run();
        L("run returned");
    }

    /** What false stands for. */
    static Errno reached(boolean done) {
        return done ? Errno.NONE : Errno.ESRCH;
    }

    static Errno reached(Optional<?> found) {
        return reached(found.isPresent());
    }

    static List<Object> found(Optional<?> found) {
        return found.<List<Object>>map(List::of).orElse(List.of());
    }

    static List<Object> errno(Errno errno) {
        return List.of("errno", errno.number());
    }

    /** What a verb without an answer comes to. */
    static String result(Runnable verb) {
        try {
            verb.run();
            return "done";
        } catch (NullPointerException e) {
            return e.getMessage();
        }
    }
}
