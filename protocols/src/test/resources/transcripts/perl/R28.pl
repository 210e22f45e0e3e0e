# The end of input with half a line, and writing to a peer that is gone.
use lib '.'; use T; use N; use POE qw(Wheel::ReadWrite); use Socket;
my $p=free_port();
socket(my $l,AF_INET,SOCK_STREAM,0); bind $l,pack_sockaddr_in($p,inet_aton('127.0.0.1')); listen $l,1;
socket(my $b,AF_INET,SOCK_STREAM,0); connect $b,pack_sockaddr_in($p,inet_aton('127.0.0.1'));
accept my $a,$l;
syswrite $b,"one\npart"; close $b;
S('A',{ _start=>sub{
  $_[HEAP]{w}=POE::Wheel::ReadWrite->new(Handle=>$a,InputEvent=>'in',ErrorEvent=>'err',FlushedEvent=>'fl');
  undef },
 in=>sub{ L('in',$_[ARG0]) },
 fl=>sub{ L('fl') },
 err=>sub{
  L('err',@_[ARG0,ARG1],"'$_[ARG2]'");
  return if $_[ARG0] ne 'read';
  L('pending',@{$_[HEAP]{w}->get_input_filter->get_pending});
  L('put ->',$_[HEAP]{w}->put('x'));
  $_[KERNEL]->delay(y=>0.05) },
 y=>sub{
  L('put ->',$_[HEAP]{w}->put('y'));
  $_[KERNEL]->delay(z=>0.05) },
 z=>sub{
  L('put ->',$_[HEAP]{w}->put('z'),'octets',$_[HEAP]{w}->get_driver_out_octets);
  delete $_[HEAP]{w};
  undef } });
POE::Kernel->run; L('run returned');
