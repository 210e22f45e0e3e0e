# A client's time limit of one second, begun late in a second of the clock; nobody answers, for the backlog is full.
use lib '.'; use T; use N; use Socket; use Time::HiRes (); use POE qw(Component::Client::TCP);
my $p=free_port(); socket(my $l,AF_INET,SOCK_STREAM,0); bind($l,pack_sockaddr_in($p,inet_aton('127.0.0.1'))); listen($l,0);
my @fill=map { socket(my $s,AF_INET,SOCK_STREAM,0); $s->blocking(0); connect($s,pack_sockaddr_in($p,inet_aton('127.0.0.1'))); $s } 1..3;
my $now=Time::HiRes::time(); my $late=$now-int($now); Time::HiRes::sleep($late<0.55 ? 0.55-$late : 1.55-$late);
my $from=Time::HiRes::time();
POE::Component::Client::TCP->new(RemoteAddress=>'127.0.0.1',RemotePort=>$p,ConnectTimeout=>1,
 ConnectError=>sub{ L('ConnectError',@_[ARG0,ARG1],"'$_[ARG2]'",'too early:',Time::HiRes::time()-$from<0.9?1:0) },
 Connected=>sub{ L('Connected') }, ServerInput=>sub{});
POE::Kernel->run; L('run returned');
