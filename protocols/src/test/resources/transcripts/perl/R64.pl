# What a handler of I/O posts runs in the same slice.
use lib '.'; use T; use N; use POE;
my($a,$b)=spair(); syswrite $b,'x';
S('A',{ _start=>sub{ $_[KERNEL]->select_read($a,'rd') },
 rd=>sub{ L('A.rd'); $_[KERNEL]->yield('p'); $_[KERNEL]->select_read($a) },
 p=>sub{ L('A.p') } });
L('slice ->',POE::Kernel->run_one_timeslice); L('next');
POE::Kernel->run; L('run returned');
