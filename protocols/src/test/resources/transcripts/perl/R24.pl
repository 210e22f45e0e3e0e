# Idle siblings stop in reverse, and a parent after its last child.
use lib '.'; use T; use POE;
S('P',{ _start=>sub{ S("C$_",{}) for 1..3; undef } });
S("S$_",{}) for 1..3;
POE::Kernel->run; L('run returned');
