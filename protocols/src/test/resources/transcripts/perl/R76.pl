# A machine calls states and returns from them, one inside another; with the option immediate it does so at once.
use strict; use warnings; use POE::Kernel; use POE::NFA; $|=1;
sub L { print join(' ', map {defined $_ ? $_ : 'undef'} @_),"\n" }
sub run_it { my($immediate)=@_;
 my $m=POE::NFA->spawn(inline_states=>{
  main=>{
   go=>sub{ L('main.go'); $_[MACHINE]->call_state('back','sub','enter','down'); L('main.go ends in',$_[MACHINE]->get_current_state) },
   back=>sub{ L('main.back',$_[ARG0],'in',$_[STATE]); $_[KERNEL]->yield('leftover') },
   leftover=>sub{ L('main.leftover'); $_[MACHINE]->stop } ,
   leave=>sub{ L('main.leave') } },
  sub=>{
   enter=>sub{ L('sub.enter',$_[ARG0]); $_[MACHINE]->call_state('home','deep','enter','deeper'); L('sub.enter ends in',$_[MACHINE]->get_current_state) },
   home=>sub{ L('sub.home',$_[ARG0]); $_[MACHINE]->return_state('from sub') },
   leave=>sub{ L('sub.leave') } },
  deep=>{
   enter=>sub{ L('deep.enter',$_[ARG0]); $_[MACHINE]->return_state('from deep'); L('deep.enter ends in',$_[MACHINE]->get_current_state) } } });
 $m->option(immediate=>1) if $immediate;
 $m->goto_state('main','go');
 POE::Kernel->run; L('run returned in',$m->get_current_state) }
run_it(0); L('immediate'); run_it(1);
