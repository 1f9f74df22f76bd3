# Boot sector of a guest that does nothing but write memory at a known rate over a known working set.
# 32 bit, timer at 100 Hz: each tick writes `npt` pages of [4 MiB, 4 MiB + `wp` pages), one after the other or at random
# (`rnd`); of the random ones, `hots`/256 go to the first `hotp` pages. Every `tper` ticks it changes between `npt` and
# `npt2` pages a tick. The first `ramp` pages are filled when it starts; what is left stays zero. "R" on the serial line
# says that it is ready. The fields at the end are filled in by guest-image.ts.
.code16
.globl _start
_start:
  cli
  xorw %ax,%ax
  movw %ax,%ds
  movw %ax,%es
  movw %ax,%ss
  movw $0x7c00,%sp
  inb $0x92,%al
  orb $2,%al
  outb %al,$0x92
  lgdtl gdtr
  movl %cr0,%eax
  orl $1,%eax
  movl %eax,%cr0
  ljmpl $0x8,$pm
.code32
pm:
  movw $0x10,%ax
  movw %ax,%ds
  movw %ax,%es
  movw %ax,%ss
  movl $0x7000,%esp
  # fill all RAM pages with non-zero, page-unique word
  movl $0x400000,%edi
  movl ramp,%ecx
1: movl %edi,(%edi)
  movl %ecx,64(%edi)
  addl $4096,%edi
  decl %ecx
  jnz 1b
  # IDT at 0x1000: entry 0x20 -> isr
  movl $isr,%eax
  movl $0x1000+0x20*8,%edi
  movw %ax,(%edi)
  movw $0x8,2(%edi)
  movw $0x8e00,4(%edi)
  shrl $16,%eax
  movw %ax,6(%edi)
  lidt idtr
  # PIC remap
  movb $0x11,%al
  outb %al,$0x20
  outb %al,$0xa0
  movb $0x20,%al
  outb %al,$0x21
  movb $0x28,%al
  outb %al,$0xa1
  movb $4,%al
  outb %al,$0x21
  movb $2,%al
  outb %al,$0xa1
  movb $1,%al
  outb %al,$0x21
  outb %al,$0xa1
  movb $0xfe,%al
  outb %al,$0x21
  movb $0xff,%al
  outb %al,$0xa1
  # PIT ch0 mode 2, 11932 => 100 Hz
  movb $0x34,%al
  outb %al,$0x43
  movb $0x9c,%al
  outb %al,$0x40
  movb $0x2e,%al
  outb %al,$0x40
  # ready marker on serial
  movw $0x3f8,%dx
  movb $'R',%al
  outb %al,%dx
  xorl %esi,%esi       # index
  movl $1,%ebx         # counter
  movl $12345,%ebp     # lcg
  sti
loop:
  hlt
  incl %edi            # ticks
  movl npt,%ecx
  cmpl $0,tper
  je 9f
  movl %edi,%eax
  xorl %edx,%edx
  divl tper
  testl $1,%eax
  jz 9f
  movl npt2,%ecx
9:
  testl %ecx,%ecx
  jz loop
2:
  cmpl $0,rnd
  je 3f
  imull $1664525,%ebp,%ebp
  addl $1013904223,%ebp
  movl %ebp,%eax
  shrl $8,%eax
  xorl %edx,%edx
  pushl %ecx
  movl wp,%ecx
  pushl %ebx
  movl %ebp,%ebx
  shrl $24,%ebx
  cmpl hots,%ebx
  popl %ebx
  jae 6f
  movl hotp,%ecx
6:
  divl %ecx
  popl %ecx
  movl %edx,%eax
  jmp 4f
3:
  incl %esi
  cmpl wp,%esi
  jb 5f
  xorl %esi,%esi
5: movl %esi,%eax
4:
  shll $12,%eax
  incl %ebx
  movl %ebx,0x400010(%eax)
  decl %ecx
  jnz 2b
  jmp loop
isr:
  pushl %eax
  movb $0x20,%al
  outb %al,$0x20
  popl %eax
  iret
.align 8
gdt: .quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
gdtr: .word 23
  .long gdt
idtr: .word 0x7ff
  .long 0x1000
.org 478
tper: .long 0
npt2: .long 0
hotp: .long 1
hots: .long 0
ramp: .long 0x11111111
wp:   .long 0x22222222
npt:  .long 0x33333333
rnd:  .long 0x44444444
.org 510
.word 0xaa55
