# UIDESTROY ends whom it reaches, whoever takes care of it.
use lib '.'; use T; use POE;
S('A',{ _start=>sub{ $_[KERNEL]->alias_set('a'); $_[KERNEL]->sig(UIDESTROY=>'u') },
 u=>sub{ L('A got',$_[ARG0]); $_[KERNEL]->sig_handled } });
S('B',{ _start=>sub{ $_[KERNEL]->delay(x=>0.05); $_[KERNEL]->delay(y=>0.1) },
 x=>sub{ $_[KERNEL]->signal('a','UIDESTROY') },
 y=>sub{ L('B.y') } });
POE::Kernel->run; L('run returned');
