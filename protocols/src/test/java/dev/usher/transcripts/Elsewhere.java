package dev.usher.transcripts;

/** Differences that no transcript shows, and the tests that do. */
@Difference(
        part = Part.KERNEL,
        poe = "one kernel in a process",
        usher = "many, each with a thread; other threads get an exception that names the safe way",
        because = "servers and tests side by side",
        shownBy = {
            "SocketFactoryTest.shouldServeTwoKernelsApartAndNumberTheWheelsOfEach",
            "InboxTest.shouldRefuseOtherThreadsAndNameTheSafeWay"
        })
@Difference(
        part = Part.KERNEL,
        poe = "events of any arguments",
        usher = "one typed payload",
        because = "the compiler finds what Perl finds at run time",
        shownBy = "StatesTest.shouldRefuseAPayloadOfAnotherClassNamingBoth")
@Difference(
        part = Part.KERNEL,
        poe = "nothing public tells of parents, nor how much there is of everything",
        usher = "`session.parent()`, `kernel.counts()`",
        because = "programs want to be looked into",
        shownBy = {"T 57", "T 58"})
@Difference(
        part = Part.KERNEL,
        poe = "a slice run inside a handler may find the kernel idle and end it",
        usher = "it never is: a handler waits",
        because = "a trap",
        shownBy = "LoopTest.shouldRunASliceInsideAHandlerWithoutSweepingThoseWhoWait")
@Difference(
        part = Part.KERNEL,
        poe = "a session killed in its own handler may go on setting timers and aliases in the rest of it",
        usher = "these do nothing; what it creates or posts to others then is the kernel's",
        because = "nobody could take them back",
        shownBy = {
            "KilledSessionTest.shouldHoldNothingForASessionThatWasStoppedInItsHandler",
            "KilledSessionTest.shouldGiveTheKernelWhatAStoppedSessionCreatesAndPosts"
        })
@Difference(
        part = Part.KERNEL,
        poe = "a kernel-wide signal spares sessions created by its own handlers",
        usher = "it ends them too",
        because = "the kernel is at its end",
        shownBy = "SignalsTest.shouldEndWhomAnUnhandledIdleCreatesToo")
@Difference(
        part = Part.KERNEL,
        poe = "`_start` and its like can be replaced by `state()`",
        usher = "they cannot",
        because = "they happen, they are not posted",
        shownBy = "StatesTest.shouldRefuseNamesThatHappenAndNamesOfTheKernelsOwn")
@Difference(
        part = Part.KERNEL,
        poe = "the kernel's id is a text of host, time and process",
        usher = "0, a number like any session's",
        because = "there may be many kernels in a process, and ids are numbers",
        shownBy = "VerbsTest.shouldTellNamesAndIdsOfSessionsThatLive")
@Difference(
        part = Part.KERNEL,
        poe = "a machine that creates a session, or loses its parent, dies of `_child` or `_parent` where its state"
                + " handles neither",
        usher = "it is not told",
        because = "a defect: what happens to its family is no event that it forgot",
        shownBy = "SesNfaTest.shouldNotDieOfWhatHappensToItsFamily")
@Difference(
        part = Part.KERNEL,
        poe = "a machine may have `_start` and `_stop` among the handlers of a state, which never run; a signal"
                + " handler is asked for by `sig`",
        usher = "`start`, `stop` and `sig` in the table of a state are refused",
        because = "a handler that never runs is a fault",
        shownBy = "SesNfaTest.shouldRefuseHandlersThatNoStateCanHave")
@Difference(
        part = Part.KERNEL,
        poe = "a machine's `callback` does not keep it alive",
        usher = "it does until it is closed, as a session's",
        because = "one rule for both",
        shownBy = "SesNfaTest.shouldLiveAsLongAsItsCallbackIsOpen")
@Difference(
        part = Part.KERNEL,
        poe = "`call_state` to a state that cannot be entered is remembered all the same, and returned from",
        usher = "it is not",
        because = "a defect",
        shownBy = "SesNfaTest.shouldRememberNoCallOfAStateThatItCannotEnter")
@Difference(
        part = Part.KERNEL,
        poe = "CHLD tells of every child of the process",
        usher = "of those given to `sigChild`; with a pid alone the status is -1, since only their `Process` knows it",
        because = "the JVM reaps its children itself",
        shownBy = "ChildProcessTest.shouldWaitForARealProcessOfWhichOnlyTheIdIsKnown")
@Difference(
        part = Part.KERNEL,
        poe = "the wait status tells an exit from a signal",
        usher = "exit values from 129 to 192 count as signals",
        because = "the JVM gives 128 and the signal's number, as shells do",
        shownBy = "ChildProcessTest.shouldMapExitValuesToWaitStatuses")
@Difference(
        part = Part.KERNEL,
        poe = "`select_expedite`",
        usher = "none",
        because = "Java's selectors know no urgent data",
        shownBy = "VerbsTest.shouldWatchBothWaysByOneVerb")
@Difference(
        part = Part.KERNEL,
        poe = "CALLER_FILE and CALLER_LINE are always known",
        usher = "`poe.callerLine()` is, while events are traced",
        because = "looking at the stack costs a thousand times what an event costs",
        shownBy = {
            "TracingTest.shouldKnowTheLineThatSentAnEventWhenEventsAreTraced",
            "TracingTest.shouldKnowNoLineWhereNothingIsTracedOrNoLineHasSentIt"
        })
@Difference(
        part = Part.KERNEL,
        poe = "a program that never calls `run` is warned at its end",
        usher = "so it is when `Assert.USAGE` is on",
        because = "a library sets no shutdown hook unasked",
        shownBy = "AssertsTest.shouldTellOfKernelsThatWereNeverRun")
@Difference(
        part = Part.WHEELS,
        poe = "closing a wheel loses what was put in the same slice",
        usher = "it writes what the socket takes at once",
        because = "less to remember",
        shownBy = "WheelEndTest.shouldWriteWhatTheLinkTakesWhenClosed")
@Difference(
        part = Part.WHEELS,
        poe = "a wheel that goes leaves its handle open, for another wheel",
        usher = "`close` closes the connection; `switchTo` gives a wheel other filters and events",
        because = "no handle can leak",
        shownBy = "FilterSwitchTest.shouldSwitchToRecordsOfAnotherTypeInMidBurst")
@Difference(
        part = Part.WHEELS,
        poe = "a filter that fails without using a byte is asked again and again",
        usher = "the wheel reads no more",
        because = "an endless fault",
        shownBy = "InputEndTest.shouldReadNoMoreWhenTheFilterCannotGoOn")
@Difference(
        part = Part.WHEELS,
        poe = "closing over unread input makes the system reset the peer, which may lose the answer",
        usher = "up to 256 KiB are read away first",
        because = "records were lost",
        shownBy = "CloseOverUnreadInputTest.shouldNotResetThePeerWhoseInputWasNotReadYet")
@Difference(
        part = Part.WHEELS,
        poe = "Run: a program may be a function, run in a fork that has all that its parent has",
        usher = "it may be a class with a `main` method, which a JVM of its own runs on the same class path: what it"
                + " is to know are its arguments and its input",
        because = "a JVM cannot fork",
        shownBy = "WheelRunTest.shouldPlayScriptsWithAClassOfThisProgram")
@Difference(
        part = Part.WHEELS,
        poe = "Run: a put to a child that reads no more is a write error",
        usher = "a later put is: a thread of its own writes to the pipe, and the flushed event means that it has the"
                + " bytes",
        because = "the JVM's pipes to children cannot be watched",
        shownBy = "RealHandlesTest.shouldTellALaterPutThatARealChildReadsNoMore")
@Difference(
        part = Part.WHEELS,
        poe = "Run: User, Group, Priority, NoSetSid and the like change the child",
        usher = "`setpriv`, `nice`, `setsid` in front of a command do these",
        because = "a JVM cannot fork",
        shownBy = "RealHandlesTest.shouldTalkWithARealChild")
@Difference(
        part = Part.WHEELS,
        poe = "Run: conduits socketpair and inet",
        usher = "pipes, and terminals by `Pty`",
        because = "the JVM gives children pipes",
        shownBy = {
            "ZLeoloWheelRunTest.shouldSeeTheLastLineTheCloseAndTheEndThroughPipes",
            "ZLeoloWheelRunTest.shouldSeeTheLastLineTheCloseAndTheEndOnATerminal"
        })
@Difference(
        part = Part.WHEELS,
        poe = "Run: a program that cannot be run is a child that fails",
        usher = "`open` throws, naming it and why",
        because = "so the JVM tells it, and sooner is better",
        shownBy = "RunTest.shouldNameAProgramThatCannotBeRun")
@Difference(
        part = Part.WHEELS,
        poe = "Run: `shutdown_stdin` loses what was put in the same slice; a later `put` dies",
        usher = "all is written first; a later `put` answers true, as wherever nothing can be written any more",
        because = "records were lost",
        shownBy = "RunTest.shouldEndStandardInputBehindWhatWasPut")
@Difference(
        part = Part.WHEELS,
        poe = "Run and FollowTail warn of options that do not go together",
        usher = "`open` refuses them",
        because = "silence is worse",
        shownBy = {"RunTest.shouldRefuseWhatDoesNotGoTogether", "FollowTailTest.shouldRefuseWhatMakesNoSense"})
@Difference(
        part = Part.WHEELS,
        poe = "FollowTail: what is left of the old file's last record becomes the begin of the new file's first",
        usher = "it is forgotten at the reset, whose handler may look at it: `pending`",
        because = "a defect",
        shownBy = "FollowTailTest.shouldReadTheOldFileToItsEndWhenAnotherOneTakesItsName")
@Difference(
        part = Part.WHEELS,
        poe = "FollowTail by handle: deleting the file's name is a reset, which reads it again",
        usher = "only cutting it short is",
        because = "a defect",
        shownBy = "FollowTailTest.shouldFollowAnOpenFileWhateverBecomesOfItsName")
@Difference(
        part = Part.WHEELS,
        poe = "`alarm_remove_all` stops a FollowTail for ever",
        usher = "timers of wheels are their own",
        because = "a trap",
        shownBy = "FollowTailTest.shouldLeaveItsTimerWhenTheSessionRemovesAllOfItsOwn")
@Difference(
        part = Part.WHEELS,
        poe = "a datagram socket is bound when the wheel is made",
        usher = "when it is told of",
        because = "nobody would close it if the session ended in between",
        shownBy = "DatagramFactoryTest.shouldOpenNothingWhenClosedBefore")
@Difference(
        part = Part.WHEELS,
        poe = "ReadLine: PutMode and IdleTime say when what is put is shown; keys and completion have verbs",
        usher = "it is shown at once, above the line; keys and completion are JLine's, by `lineReader`",
        because = "a library does it better",
        shownBy = "ReadLineTest.shouldShowTextWhileALineIsEdited")
@Difference(
        part = Part.WHEELS,
        poe = "ReadLine: `read_history` and `write_history`",
        usher = "`historyFile`, read when the wheel is opened and kept line by line",
        because = "nothing to forget",
        shownBy = "ReadLineTest.shouldReadOneLineForEachGetAndKeepTheHistory")
@Difference(
        part = Part.FILTERS,
        poe = "wide characters are sent as UTF-8 with a warning",
        usher = "refused, naming the character; `charset(UTF_8)` sends them",
        because = "silence is worse",
        shownBy = "TextEncoderTest.shouldNameTheCharacterAndItsPlaceAndAppendNothing")
@Difference(
        part = Part.FILTERS,
        poe = "lines up to 64 MiB",
        usher = "65,536 bytes unless `maxLength` says else",
        because = "any peer can make a server keep that much",
        shownBy = "LineFilterLimitTest.shouldTakeSixtyFourKibibytesUnlessToldOtherwise")
@Difference(
        part = Part.FILTERS,
        poe = "blocks up to 64 MiB, references up to 512 MiB",
        usher = "1,048,576 bytes unless `maxLength` says else, which also limits what compressed values inflate to",
        because = "any peer can make a server keep that much",
        shownBy = {
            "BlockFilterTest.shouldRefuseALongBlockAsSoonAsItIsAnnounced",
            "ReferenceFilterTest.shouldNotInflateMoreThanItsLimit"
        })
@Difference(
        part = Part.FILTERS,
        poe = "the length of a block that is not all there is lost when the filter is switched",
        usher = "it stays with the block",
        because = "a defect",
        shownBy = "BlockFilterTest.shouldLeaveALengthThatItHasReadToAnotherFilter")
@Difference(
        part = Part.FILTERS,
        poe = "a reference that cannot be thawed ends the program or, with NoFatals, comes as the text of an error",
        usher = "it is refused, as an error event in a wheel, and the next ones come",
        because = "no text is to be taken for a value",
        shownBy = "ReferenceFilterTest.shouldRefuseWhatIsNoJsonOfItsTypeAndGoOnBehindIt")
@Difference(
        part = Part.FILTERS,
        poe = "a record that is mapped to nothing delays those behind it",
        usher = "it does not",
        because = "a trap",
        shownBy = "MapFilterTest.shouldGoOnBehindRecordsThatAreMappedToNothing")
@Difference(
        part = Part.FILTERS,
        poe = "`modify`, `blocksize`, `checkput`, `push`, `pop`, `shift`, `unshift` change a filter in use",
        usher = "none changes; a wheel is given another one",
        because = "what a filter has begun belongs to what it was",
        shownBy = "StackableFilterTest.shouldLeaveAStackAsItWasWhenAnotherFilterIsPushed")
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: an exception in a callback ends the program",
        usher = "its connection only",
        because = "one connection's fault",
        shownBy = "ExceptionsTest.shouldEndThatConnectionOnlyWhenACallbackThrows")
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: a shutdown waits for a slow client for ever",
        usher = "30 s, unless `linger` says else",
        because = "a defect",
        shownBy = "EventsTest.shouldLingerThirtySecondsUnlessSaid")
@Difference(
        part = Part.SERVERS,
        poe = "TCP server: a client that has closed its half may miss the end of its answer",
        usher = "it gets it all",
        because = "a defect",
        shownBy = "LifecycleTest.shouldGiveAHalfClosingClientItsWholeAnswer")
@Difference(
        part = Part.SERVERS,
        poe = "TCP client: looking a name up blocks the whole program",
        usher = "it is offloaded",
        because = "a trap",
        shownBy = "TcpClientTest.shouldGoOnWhileANameIsLookedUp")
@Difference(
        part = Part.SERVERS,
        poe = "TCP client: a connection that `PreConnect` refuses is told to nobody",
        usher = "`connectError`, operation `preconnect`",
        because = "a gap",
        shownBy = "TcpClientTest.shouldTellConnectErrorWhenPreConnectRefuses")
@Difference(
        part = Part.SERVERS,
        poe = "TCP client: `connect` and `reconnect` drop a connection without `Disconnected`",
        usher = "`disconnected` is called, unless `disconnectedOnReconnect(false)` is said",
        because = "each `connected` has its `disconnected`",
        shownBy = "ClientEventsTest.shouldConnectElsewhereAndRememberIt")
@Difference(
        part = Part.SERVERS,
        poe = "TCP client: after a shutdown its alias is gone until it connects again",
        usher = "it keeps it while a reconnect is timed or queued",
        because = "events were lost",
        shownBy = "ClientEventsTest.shouldReconnectAfterAMinuteAndKeepItsAlias")
@Difference(
        part = Part.SERVERS,
        poe = "TCP client: a shutdown leaves a timed `reconnect` in force",
        usher = "it forgets those that were timed before",
        because = "shut down is shut down",
        shownBy = "ClientEventsTest.shouldForgetTimedReconnectsWhenShutDown")
final class Elsewhere {
    private Elsewhere() {}
}
