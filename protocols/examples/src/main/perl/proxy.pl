#!/usr/bin/perl
# A TCP proxy: perl proxy.pl PORT HOST PORT. Its port to Java is PortedProxy.java.
# A line for each connection that ends goes to standard output.
use strict;
use warnings;
use POE qw(Wheel::SocketFactory Wheel::ReadWrite Filter::Stream);
use Socket qw(unpack_sockaddr_in);

$| = 1;
my ($port, $to_host, $to_port) = @ARGV;
die "usage: proxy.pl PORT HOST PORT\n" unless defined $to_port;

POE::Session->create(
    inline_states => {
        _start => sub {
            my ($kernel, $heap) = @_[KERNEL, HEAP];
            $kernel->alias_set('proxy');
            $kernel->sig(TERM => 'close');
            $heap->{listener} = POE::Wheel::SocketFactory->new(
                BindAddress  => '127.0.0.1',
                BindPort     => $port,
                Reuse        => 1,
                SuccessEvent => 'connected',
                FailureEvent => 'failed',
            );
            my ($mine) = unpack_sockaddr_in($heap->{listener}->getsockname);
            print "listening on 127.0.0.1:$mine\n";
        },
        connected => sub { pipe_to($_[ARG0], ++$_[HEAP]{count}) },
        failed    => sub {
            warn "cannot $_[ARG0]: $_[ARG2]\n";
            $_[KERNEL]->yield('close');
        },
        close => sub {
            delete $_[HEAP]{listener};
            $_[KERNEL]->alias_remove('proxy');
            $_[KERNEL]->sig('TERM');
            $_[KERNEL]->sig_handled;
        },
    },
);

# One session carries both directions of a connection. What a side says before the other is there waits.
sub pipe_to {
    my ($socket, $number) = @_;
    POE::Session->create(
        heap          => { number => $number, in => 0, out => 0, waiting => [] },
        inline_states => {
            _start => sub {
                my $heap = $_[HEAP];
                $heap->{client} = POE::Wheel::ReadWrite->new(
                    Handle       => $socket,
                    Filter       => POE::Filter::Stream->new,
                    InputEvent   => 'from_client',
                    FlushedEvent => 'flushed',
                    ErrorEvent   => 'client_lost',
                );
                $heap->{connector} = POE::Wheel::SocketFactory->new(
                    RemoteAddress => $to_host,
                    RemotePort    => $to_port,
                    SuccessEvent  => 'reached',
                    FailureEvent  => 'unreachable',
                );
            },
            reached => sub {
                my ($heap, $remote) = @_[HEAP, ARG0];
                delete $heap->{connector};
                $heap->{server} = POE::Wheel::ReadWrite->new(
                    Handle       => $remote,
                    Filter       => POE::Filter::Stream->new,
                    InputEvent   => 'from_server',
                    FlushedEvent => 'flushed',
                    ErrorEvent   => 'server_lost',
                );
                $heap->{server}->put($_) foreach splice @{ $heap->{waiting} };
            },
            unreachable => sub {
                my ($heap, $operation) = @_[HEAP, ARG0];
                delete $heap->{connector};
                $heap->{ending} = 1;
                $heap->{client}->put("cannot $operation\n") if $heap->{client};
            },
            from_client => sub {
                my ($heap, $bytes) = @_[HEAP, ARG0];
                $heap->{in} += length $bytes;
                if   ($heap->{server}) { $heap->{server}->put($bytes) }
                else                   { push @{ $heap->{waiting} }, $bytes }
            },
            from_server => sub {
                my ($heap, $bytes) = @_[HEAP, ARG0];
                $heap->{out} += length $bytes;
                $heap->{client}->put($bytes) if $heap->{client};
            },
            # A side that is lost ends the other one as soon as that has got everything.
            client_lost => sub { delete $_[HEAP]{client}; $_[KERNEL]->yield('end') },
            server_lost => sub { delete $_[HEAP]{server}; $_[KERNEL]->yield('end') },
            end         => sub { $_[HEAP]{ending} = 1; $_[KERNEL]->yield('flushed') },
            flushed     => sub {
                my $heap = $_[HEAP];
                return unless $heap->{ending};
                foreach my $side (grep { $heap->{$_} } qw(client server)) {
                    delete $heap->{$side} unless $heap->{$side}->get_driver_out_octets;
                }
            },
            _stop => sub {
                my $heap = $_[HEAP];
                print "connection $heap->{number}: $heap->{in} in, $heap->{out} out\n";
            },
        },
    );
}

POE::Kernel->run;
