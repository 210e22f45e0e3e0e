# Two sessions watch one handle: both are told.
use lib '.'; use T; use N; use POE;
my($a,$b)=spair(); syswrite $b,'x';
for my $n (qw(A B)) {
 S($n,{ _start=>sub{ $_[KERNEL]->select_read($a,'rd',$n) },
  rd=>sub{ L("$n rd",$_[ARG2]); $_[KERNEL]->select_read($a) } });
}
POE::Kernel->run; L('run returned');
