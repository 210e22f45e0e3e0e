# An alias like a living session's id is in its shadow.
use lib '.'; use T; use POE;
S('A',{ _start=>sub{ $_[KERNEL]->delay(z=>0.05) }, e=>sub{ L('A.e') }, z=>sub{} });
S('B',{ _start=>sub{
  L('alias_set ->',$_[KERNEL]->alias_set('1'),$_[KERNEL]->alias_set('7'));
  L('post ->',$_[KERNEL]->post('1','e'),$_[KERNEL]->post('7','e'),$_[KERNEL]->post('8','e'));
  $_[KERNEL]->alias_remove('1'); $_[KERNEL]->alias_remove('7'); undef },
 e=>sub{ L('B.e') } });
POE::Kernel->run; L('run returned');
