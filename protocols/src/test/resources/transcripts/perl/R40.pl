# A machine: what is queued before a change finds the old state, what is queued behind it the new one.
use strict; use warnings; use POE::Kernel; use POE::NFA; $|=1;
sub L { print join(' ', map {defined $_ ? $_ : 'undef'} @_),"\n" }
sub who { my $s=shift; ref($s) eq 'POE::Kernel' ? 'KERNEL' : ref($s) eq 'POE::NFA' ? 'machine' : 'other' }
my $m=POE::NFA->spawn(runstate=>{n=>0}, inline_states=>{
 one=>{
  begin=>sub{ L('begin state='.$_[STATE],'event='.$_[EVENT],'sender='.who($_[SENDER]),'caller='.($_[9]//'undef'),'arg='.$_[ARG0]);
    $_[KERNEL]->yield('tick','before');
    $_[MACHINE]->goto_state('two','enter','x','y');
    $_[KERNEL]->yield('tick','behind');
    L('rest of begin in',$_[MACHINE]->get_current_state) },
  tick=>sub{ $_[RUNSTATE]{n}++; L('one.tick',$_[ARG0]) },
  leave=>sub{ L('leave state='.$_[STATE],'event='.$_[EVENT],'sender='.who($_[SENDER]),'caller='.($_[9]//'undef')) } },
 two=>{
  enter=>sub{ L('enter state='.$_[STATE],'event='.$_[EVENT],'sender='.who($_[SENDER]),'caller='.($_[9]//'undef'),@_[ARG0,ARG1]) },
  tick=>sub{ $_[RUNSTATE]{n}++; L('two.tick',$_[ARG0]); $_[KERNEL]->yield('strange',1,2); $_[KERNEL]->delay(late=>0.05) },
  late=>sub{ L('late'); $_[MACHINE]->goto_state('two','again') },
  again=>sub{ L('again, no leave here, n='.$_[RUNSTATE]{n}); $_[MACHINE]->goto_state('three') },
  _default=>sub{ L('two._default',$_[ARG0],"@{$_[ARG1]}",'event='.$_[EVENT]) } },
 three=>{} });
L('state',$m->get_current_state);
$m->goto_state('one','begin','first');
L('state',$m->get_current_state);
POE::Kernel->run; L('run returned in',$m->get_current_state);
