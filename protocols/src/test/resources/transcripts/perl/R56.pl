# An exception in an input event.
use lib '.'; use T; use N; use POE qw(Wheel::ReadWrite);
my($a,$b)=spair(); syswrite $b,"1\n2\n3\n";
S('A',{ _start=>sub{
  $_[KERNEL]->sig(DIE=>'d');
  $_[HEAP]{w}=POE::Wheel::ReadWrite->new(Handle=>$a,InputEvent=>'in',ErrorEvent=>'err');
  $_[KERNEL]->delay(z=>0.05) },
 in=>sub{ L('in',$_[ARG0]); die "two\n" if $_[ARG0] eq '2' },
 err=>sub{},
 d=>sub{ chomp(my $e=$_[ARG1]{error_str}); L('DIE',$e,'event='.$_[ARG1]{event}); $_[KERNEL]->sig_handled },
 z=>sub{ L('more bytes'); syswrite $b,"4\n"; $_[KERNEL]->delay(z2=>0.05) },
 z2=>sub{ delete $_[HEAP]{w}; undef } });
POE::Kernel->run; L('run returned');
