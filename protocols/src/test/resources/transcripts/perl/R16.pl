# A postback: its arguments, its sender, and that it keeps its session and all that have only names alive.
use lib '.'; use T; use POE;
my $postback;
S('A',{ _start=>sub{ $postback=$_[SESSION]->postback('pb','f1','f2'); undef },
 pb=>sub{
  L('pb fixed',@{$_[ARG0]},'given',@{$_[ARG1]},'sender='.nm($_[SENDER]));
  undef $postback } });
S('B',{ _start=>sub{ $_[KERNEL]->delay(x=>0.05) },
 x=>sub{ $postback->('i1'); L('invoked') } });
S('Named',{ _start=>sub{ $_[KERNEL]->alias_set('named') } });
POE::Kernel->run; L('run returned');
