# Concurrency 2 with five that wait, and then any number.
use lib '.'; use T; use N; use POE qw(Component::Server::TCP); use Socket;
my $p=free_port(); my @s;
POE::Component::Server::TCP->new(Alias=>'srv',Address=>'127.0.0.1',Port=>$p,Concurrency=>2,
 ClientConnected=>sub{ L('open') },ClientDisconnected=>sub{ L('close') },ClientInput=>sub{});
S('d',{ _start=>sub{
  for(1..5){ socket(my $s,AF_INET,SOCK_STREAM,0); connect $s,pack_sockaddr_in($p,inet_aton('127.0.0.1')); push @s,$s }
  L('5 OS connects');
  $_[KERNEL]->delay(a=>0.1) },
 a=>sub{ L('one goes'); close shift @s; $_[KERNEL]->delay(b=>0.1) },
 b=>sub{ L('set_concurrency -1'); $_[KERNEL]->post(srv=>set_concurrency=>-1); $_[KERNEL]->delay(c=>0.1) },
 c=>sub{ L('end'); $_[KERNEL]->post(srv=>'shutdown'); @s=() } });
POE::Kernel->run; L('run returned');
