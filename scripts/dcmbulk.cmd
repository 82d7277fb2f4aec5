@echo off
rem Runs dcmbulk on Windows: from an unpacked distribution, or from a built checkout. Builds nothing.
rem   JAVA_HOME           the Java to use; else the java on the PATH
rem   DCMBULK_JAVA_OPTS   options for the JVM, for example -Xmx1g; passed on as they are
rem Exclamation marks in arguments are letters, also where the registry gives them a meaning.
setlocal DisableDelayedExpansion
set "dcmbulk_jar=%~dp0..\dcmbulk.jar"
if not exist "%dcmbulk_jar%" set "dcmbulk_jar=%~dp0..\target\dcmbulk.jar"
if not exist "%dcmbulk_jar%" (
  echo error: dcmbulk is not built yet 1>&2
  echo   build it: mvn -B -DskipTests package 1>&2
  exit /b 2
)
if not defined JAVA_HOME goto path
rem Some installers write it with quotation marks.
set "dcmbulk_java=%JAVA_HOME:"=%\bin\java.exe"
if exist "%dcmbulk_java%" goto run
:path
rem Not by its name alone: Windows would look into the current directory first.
set "dcmbulk_java="
for %%I in (java.exe) do set "dcmbulk_java=%%~$PATH:I"
if defined dcmbulk_java goto run
echo error: Java is not found 1>&2
echo   install a Java runtime, version 17 or newer, or set JAVA_HOME 1>&2
exit /b 2
:run
rem The same heap as on other systems, unless DCMBULK_JAVA_OPTS, which comes last, says otherwise. Warnings
rem of Java belong on standard error.
"%dcmbulk_java%" -XX:+UseSerialGC -Xss512k -Xms56m -Xmx256m -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=warning:stderr %DCMBULK_JAVA_OPTS% "-Ddcmbulk.program=%~n0" -jar "%dcmbulk_jar%" %*
exit /b %ERRORLEVEL%
