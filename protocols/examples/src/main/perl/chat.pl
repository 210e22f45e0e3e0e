#!/usr/bin/perl
# A line chat server: perl chat.pl [PORT]. Its port to Java is PortedChat.java.
use strict;
use warnings;
use POE qw(Wheel::SocketFactory Wheel::ReadWrite Filter::Line);
use Socket qw(unpack_sockaddr_in);

$| = 1;

# The lobby listens, knows everybody by name, and passes on what is said.
POE::Session->create(
    inline_states => {
        _start => sub {
            my ($kernel, $heap) = @_[KERNEL, HEAP];
            $kernel->alias_set('lobby');
            $kernel->sig(TERM => 'close');
            $heap->{names}    = {};    # session id by name
            $heap->{listener} = POE::Wheel::SocketFactory->new(
                BindAddress  => '127.0.0.1',
                BindPort     => $ARGV[0] || 0,
                Reuse        => 1,
                SuccessEvent => 'connected',
                FailureEvent => 'failed',
            );
            my ($port) = unpack_sockaddr_in($heap->{listener}->getsockname);
            print "listening on 127.0.0.1:$port\n";
        },
        connected => sub {
            my $socket = $_[ARG0];
            guest($socket);
        },
        failed => sub {
            my ($operation, $errno, $error) = @_[ARG0 .. ARG2];
            warn "cannot $operation: $error\n";
            $_[KERNEL]->yield('close');
        },
        # Answers whether the name could be had; the guest who asks is the sender.
        enter => sub {
            my ($kernel, $heap, $sender, $name) = @_[KERNEL, HEAP, SENDER, ARG0];
            return 0 if exists $heap->{names}{$name};
            $heap->{names}{$name} = $sender->ID;
            $kernel->yield(tell => $name, "$name comes in");
            return 1;
        },
        leave => sub {
            my ($kernel, $heap, $name) = @_[KERNEL, HEAP, ARG0];
            delete $heap->{names}{$name};
            $kernel->yield(tell => $name, "$name goes out");
        },
        tell => sub {
            my ($kernel, $heap, $from, $line) = @_[KERNEL, HEAP, ARG0, ARG1];
            foreach my $name (sort keys %{ $heap->{names} }) {
                $kernel->post($heap->{names}{$name}, say => $line) if $name ne $from;
            }
        },
        who => sub {
            return join ' ', sort keys %{ $_[HEAP]{names} };
        },
        close => sub {
            my ($kernel, $heap) = @_[KERNEL, HEAP];
            delete $heap->{listener};
            $kernel->alias_remove('lobby');
            $kernel->post($_, 'bye') foreach values %{ $heap->{names} };
            $kernel->sig('TERM');
            $kernel->sig_handled;
        },
    },
);

# A guest has a connection, and a name when he has said one.
sub guest {
    my $socket = shift;
    POE::Session->create(
        args          => [$socket],
        inline_states => {
            _start => sub {
                my ($kernel, $heap, $socket) = @_[KERNEL, HEAP, ARG0];
                $heap->{wheel} = POE::Wheel::ReadWrite->new(
                    Handle       => $socket,
                    Filter       => POE::Filter::Line->new,
                    InputEvent   => 'heard',
                    ErrorEvent   => 'lost',
                    FlushedEvent => 'flushed',
                );
                $heap->{wheel}->put('Who are you?');
                $heap->{patience} = $kernel->delay_set(bored => 60);
            },
            heard => sub {
                my ($kernel, $heap, $line) = @_[KERNEL, HEAP, ARG0];
                $kernel->delay_adjust($heap->{patience}, 60);
                if (!defined $heap->{name}) {
                    if ($kernel->call(lobby => enter => $line)) {
                        $heap->{name} = $line;
                        $kernel->yield(say => "Hello, $line");
                    }
                    else {
                        $kernel->yield(say => "There is a $line already");
                    }
                }
                elsif ($line eq 'who')  { $kernel->yield(say => $kernel->call(lobby => 'who')) }
                elsif ($line eq 'quit') { $kernel->yield('bye') }
                else { $kernel->post(lobby => tell => $heap->{name}, "$heap->{name}: $line") }
            },
            say => sub {
                my ($heap, $line) = @_[HEAP, ARG0];
                $heap->{wheel}->put($line) if $heap->{wheel};
            },
            bored => sub { $_[KERNEL]->yield('bye') },
            bye   => sub {
                my ($kernel, $heap) = @_[KERNEL, HEAP];
                return if $heap->{leaving}++;
                $heap->{wheel}->put('Good bye') if $heap->{wheel};
            },
            flushed => sub { $_[KERNEL]->yield('lost') if $_[HEAP]{leaving} },
            lost    => sub {
                my ($kernel, $heap) = @_[KERNEL, HEAP];
                delete $heap->{wheel};
                $kernel->alarm_remove(delete $heap->{patience}) if $heap->{patience};
                my $name = delete $heap->{name};
                $kernel->post(lobby => leave => $name) if defined $name;
            },
        },
    );
}

POE::Kernel->run;
