# _default: what it is told, and that it answers calls.
use lib '.'; use T; use POE;
POE::Session->create(inline_states=>{
 _start=>sub{
  $_[KERNEL]->yield('posted','a');
  L('call ->',$_[KERNEL]->call($_[SESSION],'called','b'));
  POE::Session->create(inline_states=>{ _start=>sub{} }) },
 _default=>sub{
  L('_default STATE='.$_[STATE],$_[ARG0],$_[ARG0]=~/^_/?():@{$_[ARG1]});
  'answer' } });
POE::Kernel->run; L('run returned');
