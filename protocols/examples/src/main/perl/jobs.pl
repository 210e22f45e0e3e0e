#!/usr/bin/perl
# A job queue with workers: perl jobs.pl [PORT]. Its port to Java is PortedJobs.java.
# Clients send "WORD MILLISECONDS"; a free worker turns the word round, which takes him that long,
# unless somebody sends "cancel NUMBER" before.
use strict;
use warnings;
use POE qw(Component::Server::TCP);
use Socket qw(unpack_sockaddr_in);

$| = 1;
my $WORKERS = 2;

# The queue gives jobs to workers in the order in which they came.
POE::Session->create(
    inline_states => {
        _start => sub {
            my ($kernel, $heap) = @_[KERNEL, HEAP];
            $kernel->alias_set('queue');
            $kernel->sig(TERM => 'close');
            $heap->{jobs} = [];
            $heap->{free} = [];
            $heap->{busy} = {};    # worker's session id by job's number
            $heap->{last} = 0;
            worker($_) foreach 1 .. $WORKERS;
        },
        # A worker was made, or has ended.
        _child => sub {
            my ($heap, $reason, $child, $name) = @_[HEAP, ARG0 .. ARG2];
            push @{ $heap->{free} }, [ $child->ID, $name ] if $reason eq 'create';
        },
        # Answers the job's number. The postback tells the client, whoever that is.
        add => sub {
            my ($kernel, $heap, $word, $ms, $postback) = @_[KERNEL, HEAP, ARG0 .. ARG2];
            my $number = ++$heap->{last};
            push @{ $heap->{jobs} }, { number => $number, word => $word, ms => $ms, done => $postback };
            $kernel->yield('next');
            return $number;
        },
        next => sub {
            my ($kernel, $heap) = @_[KERNEL, HEAP];
            while (@{ $heap->{jobs} } && @{ $heap->{free} }) {
                my $job = shift @{ $heap->{jobs} };
                my ($worker) = @{ shift @{ $heap->{free} } };
                $heap->{busy}{ $job->{number} } = $worker;
                $kernel->post($worker, work => $job);
            }
        },
        done => sub {
            my ($kernel, $heap, $sender, $job, $result, $name) = @_[KERNEL, HEAP, SENDER, ARG0 .. ARG2];
            delete $heap->{busy}{ $job->{number} };
            $job->{done}->($job->{number}, $result, $name);
            push @{ $heap->{free} }, [ $sender->ID, $name ];
            $kernel->yield('next');
        },
        # Answers whether somebody works at it.
        cancel => sub {
            my ($kernel, $heap, $number) = @_[KERNEL, HEAP, ARG0];
            my $worker = $heap->{busy}{$number};
            return defined $worker && $kernel->post($worker, 'cancel');
        },
        state => sub {
            my $heap = $_[HEAP];
            return scalar(@{ $heap->{jobs} }) . ' waiting, ' . scalar(@{ $heap->{free} }) . ' free';
        },
        close => sub {
            my ($kernel, $heap) = @_[KERNEL, HEAP];
            $kernel->alias_remove('queue');
            $kernel->call($_->[0], 'close') foreach @{ $heap->{free} };
            $kernel->post(server => 'shutdown');
            $kernel->sig('TERM');
            $kernel->sig_handled;
        },
    },
);

# A worker is held by a reference of the queue's making, and works by a timer.
sub worker {
    my $number = shift;
    POE::Session->create(
        args          => [$number],
        inline_states => {
            _start => sub {
                $_[KERNEL]->refcount_increment($_[SESSION]->ID, 'employed');
                return $_[HEAP]{name} = "worker $_[ARG0]";
            },
            work => sub {
                my ($kernel, $heap, $job) = @_[KERNEL, HEAP, ARG0];
                $heap->{timer} = $kernel->delay_set(finish => $job->{ms} / 1000, $job);
            },
            finish => sub {
                my ($kernel, $heap, $job) = @_[KERNEL, HEAP, ARG0];
                delete $heap->{timer};
                $kernel->post(queue => done => $job, scalar reverse($job->{word}), $heap->{name});
            },
            cancel => sub {
                my ($kernel, $heap) = @_[KERNEL, HEAP];
                return unless $heap->{timer};
                my ($event, $time, $args) = $kernel->alarm_remove(delete $heap->{timer});
                $kernel->post(queue => done => $args->[0], 'cancelled', $heap->{name});
            },
            close => sub { $_[KERNEL]->refcount_decrement($_[SESSION]->ID, 'employed') },
        },
    );
}

POE::Component::Server::TCP->new(
    Alias   => 'server',
    Address => '127.0.0.1',
    Port    => $ARGV[0] || 0,
    Started => sub {
        my ($port) = unpack_sockaddr_in($_[HEAP]{listener}->getsockname);
        print "listening on 127.0.0.1:$port\n";
    },
    ClientInput => sub {
        my ($kernel, $session, $heap, $line) = @_[KERNEL, SESSION, HEAP, ARG0];
        if ($line eq 'state') {
            $heap->{client}->put($kernel->call(queue => 'state'));
        }
        elsif ($line eq 'quit') {
            $kernel->yield('shutdown');
        }
        elsif ($line =~ /^cancel (\d+)$/) {
            $heap->{client}->put("nobody works at job $1") unless $kernel->call(queue => cancel => $1);
        }
        elsif ($line =~ /^(\w+) (\d+)$/) {
            my $number = $kernel->call(queue => add => $1, $2, $session->postback('finished', $1));
            $heap->{client}->put("job $number is $1");
        }
        else {
            $heap->{client}->put('say WORD MILLISECONDS, cancel NUMBER, state or quit');
        }
    },
    InlineStates => {
        finished => sub {
            my ($heap, $fixed, $given) = @_[HEAP, ARG0, ARG1];
            my ($number, $result, $worker) = @$given;
            $heap->{client}->put("job $number: $fixed->[0] is $result, says $worker") if $heap->{client};
        },
    },
);

POE::Kernel->run;
