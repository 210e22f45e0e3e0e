# A client that ends its half behind its request gets its answer.
use lib '.'; use T; use N; use POE qw(Component::Server::TCP); use Socket;
my $p=free_port();
POE::Component::Server::TCP->new(Alias=>'s',Address=>'127.0.0.1',Port=>$p,
 ClientInput=>sub{ L('Input',$_[ARG0]); $_[HEAP]{client}->put("re $_[ARG0]") },
 ClientFlushed=>sub{ L('Flushed') },
 ClientError=>sub{ L('Error',@_[ARG0,ARG1]) },
 ClientDisconnected=>sub{ L('Disconnected'); $_[KERNEL]->post('s','shutdown') },
 Stopped=>sub{ L('Stopped') });
socket(my $s,AF_INET,SOCK_STREAM,0); connect $s,pack_sockaddr_in($p,inet_aton('127.0.0.1'));
syswrite $s,"1\n"; shutdown $s,1;
POE::Kernel->run;
sysread $s,my $x,99; $x=~s/\r\n/|/g; L('peer got',$x);
