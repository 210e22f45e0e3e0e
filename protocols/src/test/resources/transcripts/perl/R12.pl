# A terminal signal: the deepest first, all are told though the first takes care of it.
use lib '.'; use T; use POE;
S('P',{ _start=>sub{
  $_[KERNEL]->sig(TERM=>'term');
  S('C',{ _start=>sub{
    $_[KERNEL]->sig(TERM=>'term');
    S('G',{ _start=>sub{ $_[KERNEL]->alias_set('g'); $_[KERNEL]->sig(TERM=>'term'); undef },
     term=>sub{ L('G got',$_[ARG0]); $_[KERNEL]->sig_handled } });
    undef },
   term=>sub{ L('C got',$_[ARG0]) } });
  $_[KERNEL]->yield('go');
  undef },
 term=>sub{ L('P got',$_[ARG0]) },
 go=>sub{
  $_[KERNEL]->signal($_[SESSION],'TERM');
  $_[KERNEL]->delay(fin=>0.05) },
 fin=>sub{
  L('all alive');
  $_[KERNEL]->signal($_[SESSION],'KILL') } });
POE::Kernel->run; L('run returned');
