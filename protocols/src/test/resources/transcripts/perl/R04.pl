# A signal ends a session that creates a child while it handles the signal: the child goes to the grandparent.
use lib '.'; use T; use POE;
S('P',{ _start=>sub{
  $_[KERNEL]->alias_set('p');
  S('C',{ _start=>sub{
    $_[KERNEL]->alias_set('c');
    $_[KERNEL]->sig(TERM=>'term');
    S('G',{ _start=>sub{ $_[KERNEL]->delay(e=>0.05) }, e=>sub{ L('G.e never') } });
    undef },
   term=>sub{
    L('C got TERM');
    S('N',{ _start=>sub{ $_[KERNEL]->delay(e=>0.05) }, e=>sub{ L('N.e') } }) } });
  $_[KERNEL]->yield('go');
  undef },
 go=>sub{
  $_[KERNEL]->signal('c','TERM');
  $_[KERNEL]->delay(bye=>0.1) },
 bye=>sub{ $_[KERNEL]->alias_remove('p') } });
POE::Kernel->run; L('run returned');
