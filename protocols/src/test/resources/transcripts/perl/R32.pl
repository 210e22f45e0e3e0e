# A server's callbacks in order, and a shutdown yielded and called in the middle of a burst.
use lib '.'; use T; use N; use POE qw(Component::Server::TCP); use Socket;
for my $how (qw(yield call)) {
 my $p=free_port();
 POE::Component::Server::TCP->new(Alias=>'s',Address=>'127.0.0.1',Port=>$p,ClientArgs=>['x','y'],
  Started=>sub{ L('Started') },
  ClientPreConnect=>sub{ L('PreConnect'); $_[ARG0] },
  ClientConnected=>sub{ L('Connected',@_[ARG0,ARG1]) },
  ClientInput=>sub{
   L('Input',$_[ARG0]);
   $_[HEAP]{client}->put("re $_[ARG0]");
   if($_[ARG0] eq '2'){
    L("$how shutdown");
    $how eq 'yield' ? $_[KERNEL]->yield('shutdown') : $_[KERNEL]->call($_[SESSION],'shutdown') } },
  ClientFlushed=>sub{ L('Flushed') },
  ClientError=>sub{ L('Error',@_[ARG0,ARG1]) },
  ClientDisconnected=>sub{ L('Disconnected'); $_[KERNEL]->post('s','shutdown') },
  Stopped=>sub{ L('Stopped') });
 socket(my $s,AF_INET,SOCK_STREAM,0); connect $s,pack_sockaddr_in($p,inet_aton('127.0.0.1'));
 syswrite $s,"1\n2\n3\n";
 POE::Kernel->run;
 sysread $s,my $x,99; $x=~s/\r\n/|/g; L('peer got',$x);
}
