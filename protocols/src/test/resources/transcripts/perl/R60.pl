# DIE reaches those below the thrower, the thrower and those above it, but not their other children.
use lib '.'; use T; use POE;
sub watching {
 my($n,$bye,$start,%more)=@_;
 S($n,{
  _start=>sub{ $_[KERNEL]->sig(DIE=>'d'); $_[KERNEL]->delay(bye=>$bye); $start->(@_); undef },
  d=>sub{ L("$n got DIE event=".$_[ARG1]{event}); $_[KERNEL]->sig_handled if $n eq 'P' },
  bye=>sub{},
  %more });
}
watching('P',0.4,sub{
 watching('Sibling',0.1,sub{});
 watching('C',0.3,sub{
  watching('G',0.2,sub{});
  $_[KERNEL]->yield('boom') },
  boom=>sub{ die "x\n" }) });
POE::Kernel->run; L('run returned');
