# A postback to a session that was killed.
use lib '.'; use T; use POE;
my $postback;
S('A',{ _start=>sub{ $postback=$_[SESSION]->postback('pb'); undef }, pb=>sub{ L('A.pb never') } });
S('B',{ _start=>sub{ $_[KERNEL]->signal(1,'KILL'); $_[KERNEL]->delay(x=>0.05) },
 x=>sub{ $postback->('i1'); L('invoked'); undef $postback } });
POE::Kernel->run; L('run returned');
