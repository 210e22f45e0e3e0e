# What a machine dies of, and what every state of it handles.
use strict; use warnings; use POE::Kernel; use POE::NFA; $|=1;
sub L { print join(' ', map {defined $_ ? $_ : 'undef'} @_),"\n" }
sub run_it { my($what,$do)=@_;
 my $m=POE::NFA->spawn(inline_states=>{
  one=>{
   go=>sub{ $_[KERNEL]->sig(DIE=>'died'); $do->(@_) },
   died=>sub{ my $e=$_[ARG1]{error_str}; $e=~s/^\d+ *//; L($what,'died',$e=~/(nonexistent state|nonexistent enter event|empty stack|neither a handler)/,'in',$_[STATE]); $_[KERNEL]->sig_handled; $_[KERNEL]->sig('DIE') },
   any=>sub{ L('one.any') },
   leave=>sub{ L('one.leave') } },
  two=>{ enter=>sub{ L('two.enter'); $_[KERNEL]->yield('any') } } });
 $m->goto_state('one','go');
 POE::Kernel->run; L('run returned in',$m->get_current_state) }
run_it('no state',sub{ $_[MACHINE]->goto_state('none') });
run_it('no enter event',sub{ $_[MACHINE]->goto_state('two','none') });
run_it('empty stack',sub{ $_[MACHINE]->return_state });
run_it('no handler',sub{ $_[KERNEL]->yield('none') });
run_it('everywhere',sub{ $_[KERNEL]->state(any=>sub{ L('any in',$_[STATE]) }); $_[KERNEL]->yield('any'); $_[MACHINE]->goto_state('two','enter') });
my $m=POE::NFA->spawn(inline_states=>{ one=>{ go=>sub{ L('go'); $_[KERNEL]->alias_set('m'); $_[MACHINE]->stop; $_[KERNEL]->delay(late=>1) }, late=>sub{ L('late no') }, _stop=>sub{ L('stop no') }, _default=>sub{ L('default no',$_[ARG0]) } } });
$m->goto_state('one','go');
POE::Kernel->run; L('stopped');
my $n=POE::NFA->spawn(inline_states=>{ one=>{ go=>sub{ L('post'); $_[MACHINE]->postback('pb','fixed')->('given'); L('callback',$_[MACHINE]->callback('cb','f')->('g')) }, pb=>sub{ L('pb',"@{$_[ARG0]} @{$_[ARG1]}") }, cb=>sub{ "cb @{$_[ARG0]} @{$_[ARG1]}" } } });
$n->goto_state('one','go');
POE::Kernel->run; L('run returned');
