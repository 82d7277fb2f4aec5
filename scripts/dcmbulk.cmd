@echo off
rem Runs dcmbulk on Windows: from an unpacked distribution, or from a built checkout. Builds nothing.
rem   JAVA_HOME           the Java to use; else the java on the PATH
rem   DCMBULK_JAVA_OPTS   options for the JVM, for example -Xmx1g; passed on as they are
setlocal
set "dcmbulk_jar=%~dp0..\dcmbulk.jar"
if not exist "%dcmbulk_jar%" set "dcmbulk_jar=%~dp0..\target\dcmbulk.jar"
if not exist "%dcmbulk_jar%" (
  echo error: dcmbulk is not built yet 1>&2
  echo   build it: mvn -B -DskipTests package 1>&2
  exit /b 2
)
set "dcmbulk_java=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "dcmbulk_java=%JAVA_HOME%\bin\java.exe"
if "%dcmbulk_java%"=="java.exe" where /q java.exe || (
  echo error: Java is not found 1>&2
  echo   install a Java runtime, version 17 or newer, or set JAVA_HOME 1>&2
  exit /b 2
)
rem The same heap as on other systems, unless DCMBULK_JAVA_OPTS, which comes last, says otherwise.
"%dcmbulk_java%" -XX:+UseSerialGC -Xss512k -Xms56m -Xmx256m %DCMBULK_JAVA_OPTS% "-Ddcmbulk.program=%~n0" -jar "%dcmbulk_jar%" %*
exit /b %ERRORLEVEL%
