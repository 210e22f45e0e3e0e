package dev.usher.component.bayeux;

import dev.usher.filters.bayeux.BayeuxMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bus of one kernel: servers that are given the same one share their channels. Belongs to the kernel's thread. */
public final class LocalBus implements Bus {
    private final List<Member> members = new CopyOnWriteArrayList<>(); // who is told may end another

    @Override
    public void join(Member member) {
        members.add(member);
    }

    @Override
    public void leave(Member member) {
        members.remove(member);
    }

    @Override
    public void publish(BayeuxMessage message, boolean lazy) {
        for (Member member : members) {
            member.deliver(message, lazy);
        }
    }
}
