# A line echo of POE's own component, with the filter that it has by itself.
use strict;
use warnings;
use POE qw(Component::Server::TCP Filter::Line);
use Socket qw(unpack_sockaddr_in);

$| = 1;
POE::Component::Server::TCP->new(
    Address      => '127.0.0.1',
    Port         => 0,
    ClientFilter => [ 'POE::Filter::Line', Literal => "\x0D\x0A" ],
    Started      => sub {
        my ($port) = unpack_sockaddr_in($_[HEAP]{listener}->getsockname);
        print "listening on 127.0.0.1:$port\n";
    },
    ClientInput => sub { $_[HEAP]{client}->put($_[ARG0]) },
    ClientError => sub { },
);
POE::Kernel->run;
